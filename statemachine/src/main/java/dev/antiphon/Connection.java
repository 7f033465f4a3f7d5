package dev.antiphon;

import dev.antiphon.audit.Transition;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.flow.EventKind;
import dev.antiphon.internal.connection.ConnectionActor;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.protocol.SpeakingFlag;
import dev.antiphon.udp.internal.OutgoingAudio;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A voice connection of one guild. Send audio with {@link #opusSend} or {@link #play}, receive
 * audio with {@link #onOpus}, leave the channel with {@link #close}.
 *
 * <p>{@link Voice#joinChannel(long, long)} creates a connection. A connection that has ended cannot
 * be used again; the next join creates a new one. This class is thread-safe. Listeners run in order
 * on the executor of the {@link Voice}. The listener of {@link #onOpus} is the exception: it runs
 * on the event loop. Exceptions and errors of listeners have no effect: the first one of each
 * listener is logged, and {@link ConnectionStatistics#listenerFailures} counts all of them.
 *
 * <p>In a listener, in a stage that depends on a future of this library, and on an event loop,
 * {@code get} and {@code join} of a future that is not done throw {@link IllegalStateException}.
 * Use {@code moveTo(..).thenRun(..)} there. This also holds for futures that are derived from
 * futures of this library. It does not hold for futures that the JDK or the application creates,
 * such as the results of {@link CompletableFuture#allOf} and {@link CompletableFuture#anyOf}.
 */
public final class Connection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  private final VoiceContext voice;
  private final ConnectionListeners listeners;
  private final ConnectionActor actor;
  private final OutgoingAudio audio;
  private final OpusSender sender;
  private final AtomicInteger joins = new AtomicInteger();

  Connection(VoiceContext voice, long guildId) {
    this.voice = voice;
    this.listeners = new ConnectionListeners(voice, guildId);
    this.actor = new ConnectionActor(voice.runtime(), guildId, listeners);
    this.audio = actor.audio();
    this.sender = new QueueingSender();
  }

  ConnectionActor actor() {
    return actor;
  }

  /** The connection's id in logs and transitions. It is unique in the process. */
  public String id() {
    return actor.id();
  }

  /** The guild's id. */
  public long guildId() {
    return actor.guildId();
  }

  /** The current state. */
  public ConnectionState state() {
    return ConnectionStates.of(
        actor.snapshot(), listeners.encryption().flatMap(DaveEncryption::keyWait));
  }

  /** The last transitions, oldest first. At most 256 are kept. */
  public List<Transition> transitions() {
    return listeners.transitions();
  }

  /** The current values of all counters. */
  public ConnectionStatistics statistics() {
    return new ConnectionStatistics(
        audio.framesSent(),
        audio.framesReplaced(),
        audio.framesDropped().total(),
        audio.framesDropped().discarded(),
        audio.framesDropped().abandoned(),
        audio.queued(),
        audio.silenceFramesSent(),
        actor.counters().violationCount(),
        actor.counters().staleEventCount(),
        actor.counters().unrecognizedCount(),
        listeners.lost(),
        listeners.failures(),
        actor.roundTrip(),
        actor.daveStatistics(),
        actor.framesReceived(),
        actor.udpStatistics().map(UdpStatistics::of));
  }

  /**
   * Sends Speaking (opcode 5) with these flags. The library sends the microphone flag automatically
   * before the first frame. So a call is needed only for other flags.
   */
  public void speaking(SpeakingFlag first, SpeakingFlag... more) {
    Set<SpeakingFlag> flags = EnumSet.of(first, more);
    actor.speaking(flags);
  }

  /**
   * The sender for Opus frames. Its queue holds {@link VoiceOptions#queueCapacity} frames, 50 by
   * default.
   */
  public OpusSender opusSend() {
    return sender;
  }

  /**
   * Plays a source. The library requests one frame every 20 ms while audio can flow. Frames in the
   * queue of {@link #opusSend} are sent first.
   *
   * @return a future that completes when the source has finished and the frames of silence after
   *     its last frame have been sent. It completes exceptionally when the source fails or the
   *     connection ends: with the exception of the source, or with {@link SourceFailedException} if
   *     the source threw an error. It completes with {@link EncryptionEndedException} when the
   *     end-to-end encryption of the call ends (see {@link EndToEnd#PREFERRED}). Cancelling or
   *     completing the future, or calling {@link #stopSpeaking}, stops the source.
   * @throws IllegalStateException if another source is playing or the connection has ended
   */
  public CompletableFuture<Void> play(OpusSource source) {
    CompletableFuture<Void> played = audio.play(new SourceFrames(source));
    return voice.forUser(guildId(), played, () -> played.cancel(false));
  }

  /**
   * Stops sending audio. The queued frames are sent first, then five frames of silence, then
   * Speaking with flags 0. Waits until all of them are sent or the connection ends.
   *
   * <p>While keys of the end-to-end encryption are missing, the frames wait. This wait has an end:
   * the frames are sent when the keys come. They are dropped and counted when the encryption ends,
   * and when the connection rejoins or ends because no keys came. Frames are also dropped if this
   * method is called before all listeners know that the encryption has ended (see {@link
   * EndToEnd#PREFERRED}).
   *
   * @throws IllegalStateException on an event loop, because an event loop must not block
   */
  public void stopSpeaking() {
    stopSpeaking(FOREVER);
  }

  /**
   * Stops sending audio like {@link #stopSpeaking()}, but waits no longer than the limit. After the
   * limit, the queued frames are still sent, followed by silence.
   *
   * @param limit the longest wait, 0 or longer
   * @return true if all queued frames and the silence were sent. False if the limit was reached,
   *     the connection ended, frames were dropped, or the thread was interrupted
   * @throws IllegalArgumentException if the limit is negative
   * @throws IllegalStateException on an event loop, because an event loop must not block
   */
  public boolean stopSpeaking(Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("the limit must be 0 or longer, was " + limit);
    }
    voice.requireBlockable("stopSpeaking");
    try {
      long nanos = limit.compareTo(FOREVER) < 0 ? limit.toNanos() : Long.MAX_VALUE;
      return audio.stopSpeaking().get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.debug("connection {} did not send all queued audio within {}", id(), limit);
    } catch (ExecutionException | CancellationException e) {
      LOG.debug("connection {} ended before all queued audio was sent", id());
    }
    return false;
  }

  /** Adds a listener. It receives every change of state, in order. */
  public void onTransition(Consumer<Transition> listener) {
    listeners.toTransitions().add(listener);
  }

  /**
   * Adds a listener for protocol violations of the voice server. It receives the kind of the
   * message that violated the protocol.
   */
  public void onViolation(Consumer<EventKind> listener) {
    listeners.toViolations().add(listener);
  }

  /**
   * Adds a listener for changes of the end-to-end encryption. The listener is called when
   * encryption turns on, waits for keys or turns off. The listener is also called for each new
   * epoch (each change of the group keys), with the new privacy code, and when a wait for keys
   * begins, ends, or gets another reason ({@link DaveEncryption#keyWait}).
   *
   * <p>When the encryption turns off, no frame is sent until every listener has returned. So a
   * listener can decide what is sent without end-to-end encryption.
   */
  public void onEncryptionChange(Consumer<DaveEncryption> listener) {
    listeners.toEncryption().add(listener);
  }

  /**
   * A description of the current end-to-end encryption: whether sent audio is encrypted, which
   * users can decrypt it, and the privacy code that all these users see. Empty until the voice
   * server has announced the encryption. Also empty when the encryption is switched off.
   */
  public Optional<DaveEncryption> encryption() {
    return listeners.encryption();
  }

  /**
   * Adds a listener for the other users' audio frames. The listener runs on the event loop, see
   * {@link OpusListener}.
   */
  public void onOpus(OpusListener listener) {
    listeners.toOpus().add(listener);
  }

  /** A future that completes with the final state, on the executor of the {@link Voice}. */
  public CompletableFuture<ConnectionState> closed() {
    return voice.forUser(guildId(), actor.ended().thenApply(ConnectionStates::of), () -> {});
  }

  /**
   * Moves to another channel of the guild. The audio continues in the old channel until Discord
   * confirms the move. Then the library connects to the new channel and keeps the queued frames.
   *
   * @return a future that completes when audio flows in the new channel, on the executor of the
   *     {@link Voice}. It fails with {@link VoiceConnectException} if the move fails or the
   *     connection ends. If only the move failed, the reason is a {@code RequestFailure} and the
   *     connection stays in the old channel. The future fails with {@link IllegalStateException} if
   *     the connection had already ended. If the application cancels or completes the future first,
   *     for example with {@code orTimeout}, the move is cancelled unless Discord has confirmed it.
   */
  public CompletableFuture<Void> moveTo(long channelId) {
    CompletableFuture<Snapshot> moved = actor.move(channelId);
    return voice.forUser(guildId(), ConnectOutcome.of(moved), () -> actor.cancel(moved));
  }

  /**
   * Connects again with new credentials. All retries are available again. A pending move fails. Use
   * it when the application detects a problem that the library does not see.
   *
   * @return a future that completes when audio flows again, on the executor of the {@link Voice}.
   *     It fails like the future of {@link #moveTo}. The future also fails with {@link
   *     IllegalStateException} if rejoining is switched off (see {@link
   *     dev.antiphon.flow.RetryLimits#rejoins()}). Cancelling the future has no effect.
   */
  public CompletableFuture<Void> reconnect() {
    return voice.forUser(guildId(), ConnectOutcome.of(actor.reconnect()), () -> {});
  }

  /**
   * Sets the mute and deaf icons that other users see next to the bot. It does not change the
   * audio. An established connection sends the two flags to Discord immediately. Any other
   * connection sends them when it is established.
   *
   * @throws IllegalStateException if the connection has ended or its command queue is full
   */
  public void showSelf(boolean mute, boolean deaf) {
    if (state().isEnd()) {
      throw new IllegalStateException(Command.ENDED);
    }
    actor.showSelf(new SelfFlags(mute, deaf));
  }

  /** Leaves the channel without waiting. It has no effect on a connection that has ended. */
  public void disconnect() {
    actor.disconnect();
  }

  /**
   * Leaves the channel and waits until the sockets are closed, at most five seconds. On an event
   * loop it does not wait.
   */
  @Override
  public void close() {
    disconnect();
    awaitRelease();
  }

  /** A join has succeeded with this connection. */
  void joined() {
    joins.incrementAndGet();
  }

  /**
   * The application does not wait for a join that has succeeded. The connection leaves if no other
   * join has succeeded with it.
   */
  void joinAbandoned() {
    // Decided on the event loop, after joins that succeed in the same step or before it.
    actor.disconnectIf(() -> joins.decrementAndGet() == 0);
  }

  void awaitRelease() {
    if (voice.runtime().loops().isCurrentThread()) {
      return;
    }
    try {
      actor.released().get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("connection {} did not close its sockets within {}", id(), CLOSE_LIMIT);
    }
  }

  @Override
  public String toString() {
    return "Connection[" + id() + ", guild " + guildId() + ", " + state().name() + "]";
  }

  private final class QueueingSender implements OpusSender {
    @Override
    public void send(byte[] frame) throws InterruptedException {
      voice.requireBlockable("send");
      UnsupportedFrameException.requireSendable(frame);
      audio.send(frame);
    }

    @Override
    public boolean offer(byte[] frame) {
      UnsupportedFrameException.requireSendable(frame);
      return audio.offer(frame);
    }
  }
}
