package dev.antiphon.internal.connection;

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
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One voice connection at work: it takes inputs through its mailbox, lets the engine take one step
 * for each, publishes the outcome, and then has the effects executed.
 *
 * <p>Every method may be called from any thread; the work happens on the connection's event loop,
 * one input after the other, each to its end.
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
  private final Waiters waiters = new Waiters();

  /**
   * An input on its way: the event is made when its turn has come, for only then is the vault
   * touched, or null if it means nothing any more; {@code after} hears what became of it.
   */
  private record Input(Supplier<VoiceEvent> event, Consumer<FlowDecision> after) {}

  /** A connection that has not asked for anything yet. */
  public ConnectionActor(VoiceRuntime runtime, long guildId, ConnectionObserver observer) {
    this.runtime = runtime;
    EventLoop loop = runtime.loops().of(guildId);
    OpenSockets sockets = new OpenSockets(loop);
    this.mailbox =
        new Mailbox<>(
            MAILBOX_CAPACITY, MAILBOX_RESERVED, loop, loop::inEventLoop, this::handle, sockets);
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
    this.runner = new EffectRunner(runtime, context, sockets, sender, waiters, run::snapshot);
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

  /** Unique in the process. */
  public String id() {
    return context.subject().connectionId();
  }

  /** The guild that it belongs to. */
  public long guildId() {
    return context.subject().guildId();
  }

  /** State and memory as last published. */
  public Snapshot snapshot() {
    return run.snapshot();
  }

  /** Where frames go in. */
  public OutgoingAudio audio() {
    return runner.audio();
  }

  /** What it counts. */
  public ConnectionCounters counters() {
    return context.counters();
  }

  /** The last round trip of a heartbeat. */
  public Optional<Duration> roundTrip() {
    return runner.roundTrip();
  }

  /** What the end-to-end encryption has counted; empty if it is switched off. */
  public Optional<DaveStatistics> daveStatistics() {
    return runner.daveStatistics();
  }

  /** What the present, or the last, UDP path has counted. */
  public Optional<PathStatistics> udpStatistics() {
    return runner.udpStatistics();
  }

  /** Completes with the last snapshot when the flow has ended; sockets may still be closing. */
  public CompletableFuture<Snapshot> ended() {
    return waiters.end();
  }

  /** Completes when the flow has ended and every socket is really closed. */
  public CompletableFuture<Void> released() {
    return waiters.release();
  }

  /**
   * Asks to be in the channel; towards another than the present one this is a move.
   *
   * @return completes with the snapshot in which the join was decided, Established or an end;
   *     exceptionally with {@link CommandRefusedException} when the state does not allow it, or
   *     with {@link MoveFailedException}
   */
  public CompletableFuture<Snapshot> join(long channelId) {
    if (runtime.mainAway()) {
      // A connection made meanwhile has not heard of it; one that has, hears nothing new.
      mainSession(VoiceEvent.MainSession.Change.LOST);
    }
    return ask(() -> new Command.Join(channelId, sender.leaveOutstanding()), channelId);
  }

  /**
   * Asks to be in another channel; the call goes on until Discord has confirmed it.
   *
   * @return as {@link #join}
   */
  public CompletableFuture<Snapshot> move(long channelId) {
    return ask(() -> new Command.Move(channelId), channelId);
  }

  /**
   * Asks for fresh credentials and a fresh session.
   *
   * @return as {@link #join}
   */
  public CompletableFuture<Snapshot> reconnect() {
    return ask(Command.Reconnect::new, 0);
  }

  /**
   * Nobody waits any more for what was asked; nothing happens if it is decided, or if others wait
   * for the same. A join is called off by leaving; a move for which the call still stands is taken
   * back.
   *
   * @param outcome what {@link #join} or {@link #move} gave
   */
  public void giveUp(CompletableFuture<Snapshot> outcome) {
    acceptLater(
        () -> {
          Optional<OptionalLong> alone = waiters.giveUp(outcome);
          if (alone.isEmpty()) {
            return null;
          }
          OptionalLong move = alone.get();
          if (move.isEmpty()) {
            return new Command.Disconnect();
          }
          Intent intent = snapshot().memory().intent();
          boolean stands =
              snapshot().state() == VoiceState.ESTABLISHED && intent.pendingMove().equals(move);
          return stands ? new Command.Join(intent.target().orElseThrow()) : null;
        });
  }

  /** How the bot is to be shown in its channel. */
  public void showSelf(SelfFlags flags) {
    offer(() -> new Command.SetSelf(flags));
  }

  private CompletableFuture<Snapshot> ask(Supplier<Command> command, long channelId) {
    CompletableFuture<Snapshot> outcome = new CompletableFuture<>();
    if (waiters.isOver()) {
      // Its event loop may have ended too, and would never say so.
      outcome.completeExceptionally(new CommandRefusedException(Command.ENDED));
      return outcome;
    }
    Input input =
        new Input(
            () -> {
              Command asked = command.get();
              // Before the step, so that a step that fails completes it too.
              if (asked.kind(snapshot().memory()) == EventKind.JOIN_ELSEWHERE) {
                waiters.move(channelId, outcome);
              } else {
                waiters.join(outcome);
              }
              return asked;
            },
            decision -> {
              if (decision.row().outcome() == Outcome.REFUSED) {
                waiters.forget(outcome);
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

  /** Leaves. */
  public void disconnect() {
    acceptLater(Command.Disconnect::new);
  }

  /** Leaves because the whole {@code Voice} is closed. */
  public void close() {
    acceptLater(Command.Close::new);
  }

  /** What the application wants to be shown as; means nothing once the connection has ended. */
  public void speaking(Set<SpeakingFlag> flags) {
    if (!waiters.isOver()) {
      context.loop().execute(() -> runner.speaking().want(flags));
    }
  }

  /** Our own voice state, of this guild. */
  public void deliver(VoiceStateUpdate update) {
    offer(
        () -> {
          boolean leaving = false;
          if (snapshot().state().isTerminal()) {
            sender.heardByNobody(update.channelId());
          } else if (update.channelId().isEmpty()) {
            leaving = sender.leaveAnswered();
          }
          return new VoiceEvent.OwnVoiceState(
              update.channelId(),
              context.vault().sessions().of(update.sessionId()),
              new SelfFlags(update.selfMute(), update.selfDeaf()),
              leaving);
        });
  }

  /** The voice server of this guild. */
  public void deliver(VoiceServerUpdate update) {
    offer(
        () ->
            new VoiceEvent.VoiceServer(
                update
                    .endpoint()
                    .map(endpoint -> context.vault().endpoints().of(endpoint))
                    .orElse(Credentials.NONE),
                context.vault().tokens().of(update.token())));
  }

  /** What became of the main gateway's session. */
  public void mainSession(VoiceEvent.MainSession.Change change) {
    offer(() -> new VoiceEvent.MainSession(change));
  }

  /** Guild, channel or permission are gone. */
  public void evicted(DisconnectReason reason) {
    offer(() -> new VoiceEvent.Evicted(reason));
  }

  /** The channel is gone or closed to us; means nothing to a connection that wants another. */
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
