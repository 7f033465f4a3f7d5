package dev.antiphon.udp.internal;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing audio of one connection. It queues frames, plays a source, and determines the start
 * and the end of each speech.
 *
 * <p>It exists longer than the UDP paths that send it. While no path is published, no frame is
 * taken from it, pushed frames wait, and a speech continues on the next path. It also counts the
 * nonces of each key. If the server uses the same key for the next path, the nonces continue.
 * Therefore each connection must have exactly one object of this class. All its paths share one
 * event loop.
 *
 * <p>A speech begins with {@link SpeechListener#speechStarts()} before its first frame. It ends
 * with five silence frames (Discord documentation, "Voice Data Interpolation") and {@link
 * SpeechListener#speechEnds()}. A speech ends in three cases: {@link #stopSpeaking()} is called, a
 * played source is finished, or there is no frame for five ticks.
 *
 * <p>At every tick, pushed frames are sent before frames of the played source: the source is called
 * only when the queue is empty. The public methods can be called from any thread.
 */
public final class OutgoingAudio {
  private static final int SILENCE_FRAMES = 5;

  private final FrameQueue queue;
  private final GuardedSpeechListener listener;
  private final NonceCounter nonces;
  private final AtomicReference<Playback> playback = new AtomicReference<>();
  private final StopRequests stops = new StopRequests();
  private final HeldFrame held = new HeldFrame();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong silent = new AtomicLong();
  private final AtomicLong replaced = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong discarded = new AtomicLong();
  private final AtomicLong abandoned = new AtomicLong();

  /**
   * True between speechStarts and speechEnds. Only the event loop writes this field and the fields
   * below.
   */
  private volatile boolean speaking;

  /** True while a frame is taken, before {@link #speaking} is updated. */
  private volatile boolean taking;

  /** Whether the current path has sent a frame of this speech. */
  private boolean sentOnPath;

  private boolean ending;
  private int silenceLeft;

  /** True between {@link #discard} and {@link #resume}. */
  private boolean discarding;

  /**
   * Creates the audio of one connection.
   *
   * @param capacity the capacity of the queue in frames, at least 1
   * @param listener is notified of the start and the end of each speech
   */
  public OutgoingAudio(int capacity, SpeechListener listener) {
    this(new FrameQueue(capacity), listener, new NonceCounter());
  }

  OutgoingAudio(FrameQueue queue, SpeechListener listener, NonceCounter nonces) {
    this.queue = queue;
    this.listener = new GuardedSpeechListener(Objects.requireNonNull(listener, "listener"));
    this.nonces = nonces;
  }

  /**
   * Queues a copy of the frame and waits while the queue is full. Must not be called on event
   * loops.
   *
   * @throws FrameException if the frame is not one Opus packet of 20 ms
   * @throws IllegalStateException if the audio is closed before or during the wait
   * @throws InterruptedException if the thread is interrupted during the wait; the frame is not
   *     queued
   */
  public void send(byte[] frame) throws InterruptedException {
    int period = queue.period();
    byte[] copy = frame.clone();
    OpusPacket.requireTwentyMilliseconds(copy);
    if (!queue.put(copy, period)) {
      throw AudioClosed.refusal();
    }
  }

  /**
   * Queues a copy of the frame if the queue is not full.
   *
   * @return false if the queue is full
   * @throws FrameException if the frame is not one Opus packet of 20 ms
   * @throws IllegalStateException if the audio is closed
   */
  public boolean offer(byte[] frame) {
    int period = queue.period();
    byte[] copy = frame.clone();
    OpusPacket.requireTwentyMilliseconds(copy);
    if (queue.isClosed()) {
      throw AudioClosed.refusal();
    }
    if (!queue.tryReserve()) {
      return false;
    }
    if (!queue.add(copy, period)) {
      throw AudioClosed.refusal();
    }
    return true;
  }

  /**
   * Plays a source: it is called once per tick while audio can be sent.
   *
   * @return a future that completes on the event loop when the source is finished and five silence
   *     frames were sent. It fails with the exception of the source if the source throws one. It
   *     fails with {@link FrameException} if a frame of the source is not 20 ms long. It fails with
   *     {@link CancellationException} if {@link #stopSpeaking()} or {@link #close()} is called
   *     first, and with {@link FrameSource#discarded} after {@link #discard()}. Cancelling the
   *     future stops the source immediately, also while no audio can be sent, and another source
   *     can be played. Without further frames, the speech then ends automatically.
   * @throws IllegalStateException if another source is still playing or the audio is closed; the
   *     source is then not called
   */
  public CompletableFuture<Void> play(FrameSource source) {
    Playback next = new Playback(Objects.requireNonNull(source, "source"), queue.period());
    if (queue.isClosed()) {
      throw AudioClosed.refusal();
    }
    next.future().whenComplete((result, thrown) -> release(next));
    if (!playback.compareAndSet(null, next)) {
      throw new IllegalStateException(
          "Another source is already playing; stop it before you play the next source");
    }
    if (queue.isClosed() && playback.compareAndSet(next, null)) {
      throw AudioClosed.refusal();
    }
    return next.future();
  }

  private void release(Playback ended) {
    ended.stop();
    playback.compareAndSet(ended, null);
  }

  /**
   * Ends the speech. The queued frames are sent, a playing source is stopped, and five silence
   * frames follow. Later frames begin a new speech.
   *
   * @return a future that completes on the event loop after {@link SpeechListener#speechEnds()}, or
   *     immediately when there is no speech and no queued frame. Without a path, it waits for the
   *     next path, or for {@link #abandonStops()}. The value is false if frames were dropped
   *     meanwhile. It fails with {@link CancellationException} if {@link #close()} is called first.
   */
  public CompletableFuture<Boolean> stopSpeaking() {
    StopRequests.Stop stop =
        new StopRequests.Stop(
            queue.ticketed(), playback.get(), framesDropped().total(), new CompletableFuture<>());
    if (queue.isClosed() || nothingToStop(stop)) {
      stop.future().complete(true);
      return stop.future();
    }
    stops.add(stop);
    if (queue.isClosed() && stops.remove(stop)) {
      stop.future().completeExceptionally(AudioClosed.failure());
    }
    return stop.future();
  }

  /**
   * The order of the checks matters: after a frame leaves the queue, first {@link #taking} and then
   * {@link #speaking} is true.
   */
  private boolean nothingToStop(StopRequests.Stop stop) {
    return stop.playing() == null && queue.taken() >= stop.mark() && !taking && !speaking;
  }

  /**
   * Drops the frames that were accepted until now, and stops the playing source with {@link
   * FrameSource#discarded}. Until {@link #resume}, stops drop later frames. Event loop only.
   */
  public void discard() {
    discarding = true;
    queue.discard();
    discarded.addAndGet(held.removeSpeech());
    Playback playing = playback.get();
    if (playing != null) {
      discard(playing);
    }
  }

  /** The source is released first, because the next one can be played when its future fails. */
  private void discard(Playback playing) {
    if (!playing.isEnded()) {
      playback.compareAndSet(playing, null);
      playing.discard();
    }
  }

  /** Later stops wait again until their frames are sent. Event loop only. */
  public void resume() {
    discarding = false;
  }

  /** Completes all stops and drops the frames that they cover. Event loop only. */
  public void abandonStops() {
    if (stops.isEmpty()) {
      return;
    }
    dropForStops(abandoned);
    stops.stopPlaying();
    held.removeSilence();
    ending = true;
    end();
  }

  /** Drops the frames before the last stop. */
  private void dropForStops(AtomicLong reason) {
    reason.addAndGet(held.removeSpeech() + queue.dropUntil(stops.mark()));
  }

  /**
   * Closes the audio. It drops and counts the queued frames, stops the source, fails the futures
   * with {@link CancellationException} and wakes blocked senders. The listener is not called after
   * this call. Further calls have no effect.
   */
  public void close() {
    if (queue.isClosed()) {
      return;
    }
    dropped.addAndGet(queue.close());
    drop(held.take());
    Playback playing = playback.getAndSet(null);
    if (playing != null) {
      playing.stop();
      playing.future().completeExceptionally(AudioClosed.failure());
    }
    stops.fail(AudioClosed.failure());
  }

  /**
   * The number of frames written to the socket, without silence frames and without frames in whose
   * place silence was sent.
   */
  public long framesSent() {
    return sent.get();
  }

  /** The number of frames in whose place silence was written to the socket. */
  public long framesReplaced() {
    return replaced.get();
  }

  /** The number of silence frames written to the socket after speech. */
  public long silenceFramesSent() {
    return silent.get();
  }

  /** The numbers of accepted frames that were dropped. */
  public DroppedFrames framesDropped() {
    long lost = queue.discarded() + discarded.get();
    return new DroppedFrames(dropped.get() + lost + abandoned.get(), lost, abandoned.get());
  }

  /** The number of frames in the queue. */
  public int queued() {
    return queue.size();
  }

  // The following methods are called by the published path on its event loop.

  /** The nonce counter of all paths of the connection. */
  NonceCounter nonces() {
    return nonces;
  }

  /** Called when a path begins to take frames. */
  void attach() {
    sentOnPath = false;
    // The new path has not sent this speech, so it needs no silence frames.
    held.removeSilence();
  }

  /**
   * Returns the frame for this tick, or null. The path then calls one of the three methods below.
   */
  byte @Nullable [] next() {
    if (queue.isClosed()) {
      return null;
    }
    taking = true;
    byte[] frame = nextSpeechFrame();
    taking = false;
    if (frame != null) {
      return frame;
    }
    if (sentOnPath && silenceLeft > 0) {
      silenceLeft--;
      return OpusPacket.SILENCE;
    }
    end();
    return null;
  }

  /** Called when the frame was sent, or when silence was sent in its place. */
  void sent(byte[] frame, boolean silenced) {
    AtomicLong counter = silenced ? replaced : sent;
    (frame == OpusPacket.SILENCE ? silent : counter).incrementAndGet();
  }

  /** Called when the frame was dropped. */
  void drop(byte @Nullable [] frame) {
    if (frame != null && frame != OpusPacket.SILENCE) {
      dropped.incrementAndGet();
    }
  }

  /** Called when the frame cannot be sent yet. {@link #next()} returns it again. */
  void hold(byte[] frame) {
    held.set(frame);
    if (queue.isClosed()) {
      drop(held.take());
    }
  }

  private byte @Nullable [] nextSpeechFrame() {
    if (discarding && !stops.isEmpty()) {
      dropForStops(discarded);
    }
    byte[] frame = held.take();
    if (frame == null && !ending) {
      frame = nextContentFrame();
    }
    if (frame != null) {
      startSpeech(frame);
    }
    return frame;
  }

  private byte @Nullable [] nextContentFrame() {
    StopRequests.Stop stop = stops.first();
    if (stop != null && queue.taken() >= stop.mark()) {
      stop.stopPlaying();
      ending = true;
      return null;
    }
    Playback playing = playback.get();
    if (playing != null && playing.period() != queue.period()) {
      discard(playing); // it began while discard() was called
      playing = playback.get();
    }
    byte[] frame = queue.poll();
    if (frame == null && playing != null) {
      frame = playing.nextFrame();
      ending = playing.isEnded();
    }
    return frame;
  }

  private void startSpeech(byte[] frame) {
    if (frame != OpusPacket.SILENCE) {
      silenceLeft = SILENCE_FRAMES;
    }
    if (!sentOnPath) {
      sentOnPath = true;
      speaking = true;
      listener.speechStarts();
    }
  }

  private void end() {
    if (speaking) {
      speaking = false;
      sentOnPath = false;
      listener.speechEnds();
    }
    if (ending) {
      ending = false;
      completeEnded();
    }
  }

  private void completeEnded() {
    Playback playing = playback.get();
    if (playing != null && playing.isEnded() && playback.compareAndSet(playing, null)) {
      playing.complete();
    }
    stops.completeMet(queue.taken(), framesDropped().total());
  }
}
