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
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A voice connection of one guild: speak with {@link #opusSend} or {@link #play}, listen with
 * {@link #onOpus}, leave with {@link #close}.
 *
 * <p>Made by {@link Voice#joinChannel(long, long)}. Once it has ended it stays so; a later join
 * makes a new one. Safe for use by any number of threads. Listeners run in order on the executor of
 * the {@link Voice}, unless they say otherwise.
 */
public final class Connection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final VoiceContext voice;
  private final ConnectionListeners listeners;
  private final ConnectionActor actor;
  private final OutgoingAudio audio;
  private final OpusSender sender;

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

  /** Unique in the process; names the connection in logs and transitions. */
  public String id() {
    return actor.id();
  }

  /** The guild. */
  public long guildId() {
    return actor.guildId();
  }

  /** Where the connection is now. */
  public ConnectionState state() {
    return ConnectionStates.of(actor.snapshot());
  }

  /** The last transitions, oldest first, 256 at the most. */
  public List<Transition> transitions() {
    return listeners.transitions();
  }

  /** What has been counted so far. */
  public ConnectionStatistics statistics() {
    return new ConnectionStatistics(
        audio.framesSent(),
        audio.framesDropped(),
        audio.queued(),
        audio.silenceFramesSent(),
        actor.counters().violationCount(),
        actor.counters().staleEventCount(),
        actor.counters().unrecognizedCount(),
        listeners.lost(),
        actor.roundTrip(),
        actor.daveStatistics(),
        actor.udpStatistics().map(UdpStatistics::of));
  }

  /**
   * Says how the bot is shown while it speaks (op 5). Needed only for other flags than the
   * microphone: that one goes out by itself before the first frame.
   */
  public void speaking(SpeakingFlag first, SpeakingFlag... more) {
    Set<SpeakingFlag> flags = EnumSet.of(first, more);
    actor.speaking(flags);
  }

  /** The way of Opus frames out. The queue holds 50 unless the options say otherwise. */
  public OpusSender opusSend() {
    return sender;
  }

  /**
   * Plays a source: it is asked for a frame every 20 ms while audio can flow. Frames queued by
   * {@link #opusSend} go first.
   *
   * @return completes when the source has finished and its silence is out; exceptionally when the
   *     source fails or the connection ends. Cancelling it, or {@link #stopSpeaking}, stops the
   *     source
   * @throws IllegalStateException if a source plays already, or the connection has ended
   */
  public CompletableFuture<Void> play(OpusSource source) {
    CompletableFuture<Void> played = audio.play(new SourceFrames(source));
    return voice.callbacks().handOut(played, () -> played.cancel(false));
  }

  /**
   * Ends the speech: what is queued, five frames of silence and Speaking 0 go out; returns then, or
   * when the connection ends.
   *
   * @throws IllegalStateException on an event loop, which must not be blocked
   */
  public void stopSpeaking() {
    voice.requireBlockable("stopSpeaking");
    try {
      audio.stopSpeaking().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | CancellationException e) {
      LOG.debug("connection {} ended before its speech did", id());
    }
  }

  /** Hears every change of state, in order. */
  public void onTransition(Consumer<Transition> listener) {
    listeners.toTransitions().add(listener);
  }

  /** Hears by which messages the voice server broke the protocol. */
  public void onViolation(Consumer<EventKind> listener) {
    listeners.toViolations().add(listener);
  }

  /**
   * Hears how the end-to-end encryption changes: that it is on, waits for keys or is off, and each
   * new epoch with its privacy code.
   */
  public void onEncryptionChange(Consumer<DaveEncryption> listener) {
    listeners.toEncryption().add(listener);
  }

  /**
   * The end-to-end encryption as it is now: whether what is sent is encrypted, who can decrypt it,
   * and the privacy code that all of them see. Empty before the voice server has said anything of
   * it, and when it is switched off.
   */
  public Optional<DaveEncryption> encryption() {
    return listeners.encryption();
  }

  /** Hears the frames of the others. Runs on the event loop: see {@link OpusListener}. */
  public void onOpus(OpusListener listener) {
    listeners.toOpus().add(listener);
  }

  /** Completes with the state in which it ended, on the executor of the {@link Voice}. */
  public CompletableFuture<ConnectionState> closed() {
    return voice.callbacks().handOut(actor.ended().thenApply(ConnectionStates::of), () -> {});
  }

  /**
   * Moves to another channel of the guild. The call goes on where it is until Discord has confirmed
   * the move; then the connection is made anew, and frames that are queued are kept.
   *
   * @return completes when audio flows in that channel, on the executor of the {@link Voice};
   *     exceptionally with {@link VoiceConnectException} when the move was not made (its reason is
   *     then a {@code MoveFailure}, and the call goes on) or the connection ended, and with {@link
   *     IllegalStateException} when it has ended already. Cancelling it takes the move back, while
   *     the call still stands where it was
   */
  public CompletableFuture<Void> moveTo(long channelId) {
    CompletableFuture<Snapshot> moved = actor.move(channelId);
    return voice.callbacks().handOut(ConnectOutcome.of(moved), () -> actor.giveUp(moved));
  }

  /**
   * Makes the connection anew, with fresh credentials and full budgets: for an application that
   * knows better than the machine that something is wrong.
   *
   * @return completes when audio flows again, on the executor of the {@link Voice}; exceptionally
   *     as {@link #moveTo} does, and with {@link IllegalStateException} when rejoining is switched
   *     off. Cancelling it changes nothing
   */
  public CompletableFuture<Void> reconnect() {
    return voice.callbacks().handOut(ConnectOutcome.of(actor.reconnect()), () -> {});
  }

  /**
   * Shows the bot muted or deafened, or not: what its users see, nothing more. Told to Discord at
   * once while the connection stands, else as soon as it does.
   *
   * @throws IllegalStateException if the connection has ended, or takes no more commands
   */
  public void showSelf(boolean mute, boolean deaf) {
    if (state().isEnd()) {
      throw new IllegalStateException(Command.ENDED);
    }
    actor.showSelf(new SelfFlags(mute, deaf));
  }

  /** Leaves the channel; returns at once. Does nothing when it has ended already. */
  public void disconnect() {
    actor.disconnect();
  }

  /**
   * Leaves the channel and waits, five seconds at the most, until its sockets are closed. On an
   * event loop it does not wait.
   */
  @Override
  public void close() {
    disconnect();
    awaitRelease();
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
