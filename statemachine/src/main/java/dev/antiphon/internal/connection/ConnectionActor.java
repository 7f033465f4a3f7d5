package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveFrameStatistics;
import dev.antiphon.dave.DaveStatistics;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.Credentials;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.Intent;
import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.machine.Outcome;
import dev.antiphon.protocol.SpeakingFlag;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.udp.internal.OutgoingAudio;
import dev.antiphon.udp.internal.PathStatistics;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs one voice connection. It takes inputs from its mailbox. For each input, the engine takes one
 * step. The actor publishes the result and then executes the effects.
 *
 * <p>All methods are thread-safe. Inputs are handled on the connection's event loop, one after
 * another.
 */
public final class ConnectionActor {
  private static final int MAILBOX_CAPACITY = 1024;
  private static final int MAILBOX_RESERVED = 256;

  private final VoiceRuntime runtime;
  private final ConnectionContext context;
  private final FlowRun run;
  private final Mailbox<Input> mailbox;
  private final VoiceStateSender sender;
  private final EffectRunner runner;
  private final PendingRequests requests = new PendingRequests();

  /**
   * An input in the mailbox.
   *
   * @param event creates the event when the input is handled, because only then the vault is used;
   *     returns null if the input is obsolete
   * @param after receives the decision
   */
  private record Input(Supplier<VoiceEvent> event, Consumer<FlowDecision> after) {}

  /** Creates a connection in state Idle. */
  public ConnectionActor(VoiceRuntime runtime, long guildId, ConnectionObserver observer) {
    this.runtime = runtime;
    EventLoop loop = runtime.loops().of(guildId);
    OpenSockets sockets = new OpenSockets(loop);
    this.mailbox =
        new Mailbox<>(
            MAILBOX_CAPACITY, MAILBOX_RESERVED, LoopTurns.of(loop), this::handle, sockets);
    this.context =
        new ConnectionContext(
            runtime.subject(guildId),
            loop,
            new Vault(),
            this::acceptLater,
            new ConnectionCounters(),
            observer);
    this.run = new FlowRun(runtime.newMachine(), recorder(), context);
    this.sender = runtime.sender(guildId);
    this.runner = new EffectRunner(runtime, context, sockets, sender, requests, run::snapshot);
    if (!runtime.settings().self().equals(SelfFlags.NONE)) {
      showSelf(runtime.settings().self());
    }
  }

  private StepRecorder recorder() {
    return new StepRecorder(
        context.subject(),
        runtime.settings().limits(),
        runtime.clock(),
        context.loop().ticker()::nanoTime,
        context.vault()::host);
  }

  /** The connection's id, unique in the process. */
  public String id() {
    return context.subject().connectionId();
  }

  /** The guild's id. */
  public long guildId() {
    return context.subject().guildId();
  }

  /** The state and memory after the last step. */
  public Snapshot snapshot() {
    return run.snapshot();
  }

  /** The queue for outgoing frames. */
  public OutgoingAudio audio() {
    return runner.audio();
  }

  /** The counters. */
  public ConnectionCounters counters() {
    return context.counters();
  }

  /** The round-trip time of the last heartbeat. */
  public Optional<Duration> roundTrip() {
    return runner.roundTrip();
  }

  /** The counters of the end-to-end encryption; empty if it is switched off. */
  public Optional<DaveStatistics> daveStatistics() {
    return runner.daveStatistics();
  }

  /** The received frames by user; empty if the end-to-end encryption is switched off. */
  public Optional<DaveFrameStatistics> framesReceived() {
    return runner.framesReceived();
  }

  /** The counters of the current UDP path, or of the last one. */
  public Optional<PathStatistics> udpStatistics() {
    return runner.udpStatistics();
  }

  /** Completes with the last snapshot when the flow has ended. Sockets can still be open. */
  public CompletableFuture<Snapshot> ended() {
    return requests.end();
  }

  /** Completes when the flow has ended and all sockets are closed. */
  public CompletableFuture<Void> released() {
    return requests.release();
  }

  /**
   * Requests the channel. If the connection is in another channel, this is a move.
   *
   * @return completes with a snapshot in state Established or in an end state. Fails with {@link
   *     CommandRefusedException} if the state does not allow the command, or with {@link
   *     RequestFailedException}
   */
  public CompletableFuture<Snapshot> join(long channelId) {
    if (runtime.mainAway()) {
      // A new connection has not received this event yet. An older connection ignores the
      // repetition.
      mainSession(VoiceEvent.MainSession.Change.LOST);
    }
    return request(() -> new Command.Join(channelId, sender.leaveOutstanding()), channelId);
  }

  /**
   * Requests another channel. Audio continues in the old channel until Discord confirms the move.
   *
   * @return as {@link #join}
   */
  public CompletableFuture<Snapshot> move(long channelId) {
    return request(() -> new Command.Move(channelId), channelId);
  }

  /**
   * Requests new credentials and a new session.
   *
   * @return as {@link #join}
   */
  public CompletableFuture<Snapshot> reconnect() {
    return request(Command.Reconnect::new, 0);
  }

  /**
   * Cancels a request. It has no effect on a request that has completed, or if another request for
   * the same channel is pending. To cancel a join, the connection leaves. A move is cancelled only
   * while the connection is still established in the old channel.
   *
   * @param outcome the future that {@link #join} or {@link #move} returned
   */
  public void cancel(CompletableFuture<Snapshot> outcome) {
    acceptLater(
        () -> {
          Optional<OptionalLong> cancelled = requests.cancel(outcome);
          if (cancelled.isEmpty()) {
            return null;
          }
          OptionalLong move = cancelled.get();
          if (move.isEmpty()) {
            return new Command.Disconnect();
          }
          Intent intent = snapshot().memory().intent();
          boolean established =
              snapshot().state() == VoiceState.ESTABLISHED && intent.pendingMove().equals(move);
          return established ? new Command.Join(intent.target().orElseThrow()) : null;
        });
  }

  /** Sets the mute and deaf flags that are shown in the channel. */
  public void showSelf(SelfFlags flags) {
    offer(() -> new Command.SetSelf(flags));
  }

  private CompletableFuture<Snapshot> request(Supplier<Command> command, long channelId) {
    CompletableFuture<Snapshot> outcome = new CompletableFuture<>();
    if (requests.hasEnded()) {
      // The event loop may have ended too. Then it would never complete the future.
      outcome.completeExceptionally(new CommandRefusedException(Command.ENDED));
      return outcome;
    }
    Input input =
        new Input(
            () -> {
              Command requested = command.get();
              // Registered before the step, so that a failing step completes the future too.
              if (requested.kind(snapshot().memory()) == EventKind.JOIN_ELSEWHERE) {
                requests.addMove(channelId, outcome);
              } else {
                requests.addJoin(outcome);
              }
              return requested;
            },
            decision -> {
              if (decision.row().outcome() == Outcome.REFUSED) {
                requests.remove(outcome);
                outcome.completeExceptionally(new CommandRefusedException(decision.row().note()));
              }
            });
    try {
      put(input);
    } catch (CommandRefusedException full) {
      outcome.completeExceptionally(full);
    }
    return outcome;
  }

  /** Leaves the channel. */
  public void disconnect() {
    acceptLater(Command.Disconnect::new);
  }

  /** Leaves the channel if the condition is true on the event loop. */
  public void disconnectIf(BooleanSupplier condition) {
    acceptLater(() -> condition.getAsBoolean() ? new Command.Disconnect() : null);
  }

  /** Leaves the channel because the {@code Voice} is closed. */
  public void close() {
    acceptLater(Command.Close::new);
  }

  /**
   * Sets the speaking flags of the application. It has no effect after the connection has ended.
   */
  public void speaking(Set<SpeakingFlag> flags) {
    if (!requests.hasEnded()) {
      context.loop().execute(() -> runner.speaking().setFlags(flags));
    }
  }

  /** Receives the bot's voice state update for this guild. */
  public void deliver(VoiceStateUpdate update) {
    offer(
        () -> {
          boolean leaving = false;
          if (snapshot().state().isTerminal()) {
            sender.voiceStateWithoutConnection(update.channelId(), update.sessionId());
          } else if (update.channelId().isEmpty()) {
            leaving = sender.leaveAnswered();
          } else {
            sender.listedWith(update.sessionId());
          }
          return new VoiceEvent.OwnVoiceState(
              update.channelId(),
              context.vault().sessions().numberOf(update.sessionId()),
              new SelfFlags(update.selfMute(), update.selfDeaf()),
              leaving);
        });
  }

  /** Receives the voice server update for this guild. */
  public void deliver(VoiceServerUpdate update) {
    offer(
        () ->
            new VoiceEvent.VoiceServer(
                update
                    .endpoint()
                    .map(endpoint -> context.vault().endpoints().numberOf(endpoint))
                    .orElse(Credentials.NONE),
                context.vault().tokens().numberOf(update.token())));
  }

  /** Receives a change of the main gateway's session. */
  public void mainSession(VoiceEvent.MainSession.Change change) {
    offer(() -> new VoiceEvent.MainSession(change));
  }

  /** The bot lost the guild, the channel or the permission. */
  public void evicted(DisconnectReason reason) {
    offer(() -> new VoiceEvent.Evicted(reason));
  }

  /**
   * The channel was deleted or the bot lost its permission there. Ignored if the connection uses
   * another channel.
   */
  public void evictedFrom(long channelId, DisconnectReason reason) {
    offer(() -> new VoiceEvent.Evicted(OptionalLong.of(channelId), reason));
  }

  private void offer(Supplier<VoiceEvent> event) {
    put(new Input(event, decision -> {}));
  }

  private void put(Input input) {
    if (!mailbox.offer(input)) {
      throw new CommandRefusedException(
          "the mailbox of connection " + id() + " is full (" + MAILBOX_CAPACITY + " events)");
    }
  }

  private void acceptLater(Supplier<VoiceEvent> event) {
    mailbox.accept(new Input(event, decision -> {}));
  }

  private void handle(Input input) {
    run.take(input.event())
        .ifPresent(
            decision -> {
              input.after().accept(decision);
              run.execute(decision.effects(), runner);
            });
  }
}
