package dev.antiphon.udp.internal;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection wants to say, and where its speeches begin and end. It outlives the UDP paths
 * over which it is sent: while none is published nothing is asked of it, pushed frames wait, and a
 * speech goes on over the next path. It also counts the nonces under which it is sent, per key: a
 * key that the server gives for the next path again goes on there where it stopped. So there must
 * be one of these per connection and no more; its paths share one event loop.
 *
 * <p>A speech begins with {@link SpeechListener#speechStarts()} before its first frame. It ends
 * with five silence frames (Discord documentation, "Voice Data Interpolation") and {@link
 * SpeechListener#speechEnds()}: when {@link #stopSpeaking()} asks for it, when a played source is
 * done, or by itself when nothing was there to send for five ticks.
 *
 * <p>At every tick a pushed frame goes before the played source, which is asked only when the queue
 * is empty. The public methods may be called from any thread.
 */
public final class OutgoingAudio {
  private static final Logger LOG = LoggerFactory.getLogger(OutgoingAudio.class);
  private static final int SILENCE_FRAMES = 5;

  /**
   * A wish to end the speech once the first {@code mark} frames of the queue have left, and with it
   * the source that was playing, or null.
   */
  private record Stop(long mark, @Nullable Playback playing, CompletableFuture<Void> future) {
    boolean isMet(long taken) {
      return mark <= taken && (playing == null || playing.isOver());
    }
  }

  private final FrameQueue queue;
  private final SpeechListener listener;
  private final NonceCounter nonces;
  private final AtomicReference<Playback> playback = new AtomicReference<>();
  private final Queue<Stop> stops = new ConcurrentLinkedQueue<>();
  private final AtomicReference<byte[]> held = new AtomicReference<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong silent = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  /** Between speechStarts and speechEnds; written on the loop only, like all fields below. */
  private volatile boolean speaking;

  /** A frame may have been taken that does not yet count as spoken. */
  private volatile boolean choosing;

  /** The present path has sent a frame of this speech. */
  private boolean heard;

  private boolean ending;
  private int silenceLeft;

  /**
   * Audio for one connection.
   *
   * @param capacity frames that the queue holds, at least 1
   * @param listener learns of the speeches
   */
  public OutgoingAudio(int capacity, SpeechListener listener) {
    this(new FrameQueue(capacity), listener, new NonceCounter());
  }

  OutgoingAudio(FrameQueue queue, SpeechListener listener, NonceCounter nonces) {
    this.queue = queue;
    this.listener = Objects.requireNonNull(listener, "listener");
    this.nonces = nonces;
  }

  /**
   * Queues a copy of the frame and waits while the queue is full. Not for event loops.
   *
   * @throws FrameException if it is not one Opus packet of 20 ms
   * @throws IllegalStateException if the audio is closed, also while waiting
   * @throws InterruptedException if interrupted while waiting; the frame is not queued
   */
  public void send(byte[] frame) throws InterruptedException {
    byte[] copy = frame.clone();
    OpusPacket.requireTwentyMilliseconds(copy);
    if (!queue.put(copy)) {
      throw closedException();
    }
  }

  /**
   * Queues a copy of the frame if there is room.
   *
   * @return false if the queue is full
   * @throws FrameException if it is not one Opus packet of 20 ms
   * @throws IllegalStateException if the audio is closed
   */
  public boolean offer(byte[] frame) {
    byte[] copy = frame.clone();
    OpusPacket.requireTwentyMilliseconds(copy);
    if (queue.isClosed()) {
      throw closedException();
    }
    if (!queue.tryReserve()) {
      return false;
    }
    if (!queue.add(copy)) {
      throw closedException();
    }
    return true;
  }

  /**
   * Plays the source: it is asked once per tick while audio can flow.
   *
   * @return completes on the event loop when the source has finished and its five silence frames
   *     are out. Fails with what the source threw, with {@link FrameException} if it gave another
   *     frame than one of 20 ms, or with {@link CancellationException} if {@link #stopSpeaking()}
   *     or {@link #close()} came first. Cancelling it stops the source at once, also while nothing
   *     can be sent, and the next one may be played; with nothing to follow, the speech ends by
   *     itself.
   * @throws IllegalStateException if another source is still playing or the audio is closed; the
   *     source is then not touched
   */
  public CompletableFuture<Void> play(FrameSource source) {
    Playback next = new Playback(Objects.requireNonNull(source, "source"));
    if (queue.isClosed()) {
      throw closedException();
    }
    next.future().whenComplete((nothing, thrown) -> giveUp(next));
    if (!playback.compareAndSet(null, next)) {
      throw new IllegalStateException("A source is already playing; stop it first");
    }
    if (queue.isClosed() && playback.compareAndSet(next, null)) {
      throw closedException();
    }
    return next.future();
  }

  private void giveUp(Playback over) {
    over.stop();
    playback.compareAndSet(over, null);
  }

  /**
   * Ends the speech: what is queued now goes out, a playing source is stopped, five silence frames
   * follow. Frames queued later begin a new speech.
   *
   * @return completes on the event loop after {@link SpeechListener#speechEnds()}; at once when
   *     nothing was being said. Waits for a path if there is none, and fails with {@link
   *     CancellationException} if {@link #close()} comes first.
   */
  public CompletableFuture<Void> stopSpeaking() {
    Stop stop = new Stop(queue.ticketed(), playback.get(), new CompletableFuture<>());
    if (queue.isClosed() || nothingSaidBefore(stop)) {
      stop.future.complete(null);
      return stop.future;
    }
    stops.add(stop);
    if (queue.isClosed() && stops.remove(stop)) {
      stop.future.completeExceptionally(closeException());
    }
    return stop.future;
  }

  /** In this order: a frame that has left is being chosen, or spoken, or was said to its end. */
  private boolean nothingSaidBefore(Stop stop) {
    return stop.playing == null && queue.taken() >= stop.mark && !choosing && !speaking;
  }

  /**
   * Ends everything: drops and counts what is queued, stops the source, fails the futures with
   * {@link CancellationException} and wakes blocked senders. The listener is not called any more.
   * Further calls do nothing.
   */
  public void close() {
    if (queue.isClosed()) {
      return;
    }
    dropped.addAndGet(queue.close());
    drop(held.getAndSet(null));
    Playback playing = playback.getAndSet(null);
    if (playing != null) {
      playing.stop();
      playing.future().completeExceptionally(closeException());
    }
    for (Stop stop = stops.poll(); stop != null; stop = stops.poll()) {
      stop.future.completeExceptionally(closeException());
    }
  }

  /** Frames handed to the socket, silence frames not counted. */
  public long framesSent() {
    return sent.get();
  }

  /** Silence frames handed to the socket. */
  public long silenceFramesSent() {
    return silent.get();
  }

  /** Frames accepted and then thrown away: at the end, or because the socket took no more. */
  public long framesDropped() {
    return dropped.get();
  }

  /** Frames waiting in the queue. */
  public int queued() {
    return queue.size();
  }

  // From here on: for the path that is published, on its event loop.

  /** The nonces of all paths of the connection. */
  NonceCounter nonces() {
    return nonces;
  }

  /** A path begins to ask. */
  void attach() {
    heard = false;
    held.compareAndSet(OpusPacket.SILENCE, null); // no speech to end where none was heard
  }

  /** The frame for this tick, or null. The path answers with one of the three methods below. */
  byte @Nullable [] next() {
    if (queue.isClosed()) {
      return null;
    }
    choosing = true;
    byte[] frame = spoken();
    choosing = false;
    if (frame != null) {
      return frame;
    }
    if (heard && silenceLeft > 0) {
      silenceLeft--;
      return OpusPacket.SILENCE;
    }
    end();
    return null;
  }

  /** The frame is on its way. */
  void sent(byte[] frame) {
    (frame == OpusPacket.SILENCE ? silent : sent).incrementAndGet();
  }

  /** The frame is lost. */
  void drop(byte @Nullable [] frame) {
    if (frame != null && frame != OpusPacket.SILENCE) {
      dropped.incrementAndGet();
    }
  }

  /** The frame may not go yet and is to come again. */
  void hold(byte[] frame) {
    held.set(frame);
    if (queue.isClosed()) {
      drop(held.getAndSet(null));
    }
  }

  private byte @Nullable [] spoken() {
    byte[] frame = held.get() == null ? null : held.getAndSet(null);
    if (frame == null && !ending) {
      frame = content();
    }
    if (frame != null) {
      beginWith(frame);
    }
    return frame;
  }

  private byte @Nullable [] content() {
    Stop stop = stops.peek();
    if (stop != null && queue.taken() >= stop.mark) {
      if (stop.playing != null) {
        stop.playing.stop();
      }
      ending = true;
      return null;
    }
    Playback playing = playback.get();
    byte[] frame = queue.poll();
    if (frame == null && playing != null) {
      frame = playing.ask();
      ending = playing.isOver();
    }
    return frame;
  }

  private void beginWith(byte[] frame) {
    if (frame != OpusPacket.SILENCE) {
      silenceLeft = SILENCE_FRAMES;
    }
    if (!heard) {
      heard = true;
      speaking = true;
      tell(listener::speechStarts);
    }
  }

  private void end() {
    if (speaking) {
      speaking = false;
      heard = false;
      tell(listener::speechEnds);
    }
    if (ending) {
      ending = false;
      completeEnded();
    }
  }

  private void completeEnded() {
    Playback playing = playback.get();
    if (playing != null && playing.isOver() && playback.compareAndSet(playing, null)) {
      playing.complete();
    }
    long taken = queue.taken();
    for (Stop s = stops.peek(); s != null && s.isMet(taken); s = stops.peek()) {
      if (stops.remove(s)) {
        s.future.complete(null);
      }
    }
  }

  private void tell(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) { // a listener's fault is not the clock's
      LOG.warn("A speech listener failed", e);
    }
  }

  private static IllegalStateException closedException() {
    return new IllegalStateException("The connection's audio is closed");
  }

  private static CancellationException closeException() {
    return new CancellationException("The connection ended before the audio did");
  }
}
