package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.engine.FlowMachine;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.Effect;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowMemory;
import dev.antiphon.internal.flow.FlowSimulation;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Outcome;
import dev.antiphon.spi.FlowEngine;
import io.netty.channel.EventLoop;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A connection without a wire: the real mailbox, engine, timers and waiters, on a loop that the
 * test drives. Beside it a {@link FlowSimulation} hands each event to the pure core; after every
 * step both must agree, and the accounts of the simulation must balance.
 */
final class UnwiredConnection {
  /** So small that an ordinary burst fills it. */
  private static final int CAPACITY = 8;

  private static final int RESERVED = 4;
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private final FlowEngine engine;
  private final FlowMachine machine;
  private final World world;
  private final VoiceFlow flow;
  private final FlowSimulation core;
  private final StepWitness witness = new StepWitness();
  private final FlowRun run;
  private final Timers timers;
  private final PendingRequests waiters = new PendingRequests();
  private final Mailbox<Input> mailbox;
  private final Queue<VoiceEvent> unread = new ArrayDeque<>();
  private final List<Answer> answers = new ArrayList<>();
  private final List<Effect> executed = new ArrayList<>();
  private final Effect.Executor executor;
  private boolean paused;
  private int steps;

  /** As in a real connection: what is asked begins to wait when its turn has come. */
  private record Input(Supplier<VoiceEvent> event, Consumer<FlowDecision> after) {}

  /** A future that counts how often it is told. */
  private static final class Answer extends CompletableFuture<Snapshot> {
    private int told;

    @Override
    public boolean complete(Snapshot value) {
      told++;
      return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
      told++;
      return super.completeExceptionally(failure);
    }
  }

  /** What is outside of it. */
  interface World {
    /** It hears of every effect. */
    void hear(Effect effect);

    /** How long the op 4 that was asked last waits to be sent. */
    default Duration untilSent() {
      return Duration.ZERO;
    }

    /** What has arrived, as it is when its turn comes. */
    default VoiceEvent asMet(VoiceEvent event) {
      return event;
    }
  }

  /** In Idle. */
  UnwiredConnection(EventLoop loop, FlowLimits limits, FlowEngine engine, World world) {
    this.engine = engine;
    this.world = world;
    this.flow = new VoiceFlow(limits);
    this.core = new FlowSimulation(limits);
    this.machine = new FlowMachine(flow, engine, FlowSimulation.SEED);
    ConnectionContext context =
        new ConnectionContext(
            new AuditEntry.Subject("unwired", 1, 2),
            loop,
            new Vault(),
            event -> arrive(event.get()),
            new ConnectionCounters(),
            witness);
    this.run =
        new FlowRun(
            machine,
            new StepRecorder(
                context.subject(),
                limits,
                CLOCK,
                loop.ticker()::nanoTime,
                endpoint -> Optional.empty()),
            context);
    this.timers = new Timers(loop, context.events());
    this.mailbox =
        new Mailbox<>(
            CAPACITY,
            RESERVED,
            loop,
            loop::inEventLoop,
            this::handle,
            new BackPressure() {
              @Override
              public void pauseReading() {
                paused = true;
              }

              @Override
              public void resumeReading() {
                paused = false;
                readOn();
              }
            });
    this.executor = executor(world);
  }

  Snapshot now() {
    return run.snapshot();
  }

  boolean ended() {
    return now().state().isTerminal();
  }

  /** How many events it has taken. */
  int steps() {
    return steps;
  }

  /** Whether it has been in the state. */
  boolean reached(VoiceState state) {
    return core.decisions().stream().anyMatch(decision -> decision.to() == state);
  }

  /** The event comes in as it does in a real connection; the loop handles it in its own time. */
  void arrive(VoiceEvent event) {
    if (event instanceof VoiceEvent.OfSocket) {
      unread.add(event);
      readOn();
    } else if (event instanceof Command.Join
        || event instanceof Command.Move
        || event instanceof Command.Reconnect) {
      ask((Command) event);
    } else if (mayBeRefused(event)) {
      mailbox.offer(new Input(() -> world.asMet(event), decision -> {}));
    } else {
      mailbox.accept(new Input(() -> takenOffTheClock(event), decision -> {}));
    }
  }

  private static boolean mayBeRefused(VoiceEvent event) {
    return event instanceof Command.SetSelf
        || event instanceof VoiceEvent.OwnVoiceState
        || event instanceof VoiceEvent.VoiceServer
        || event instanceof VoiceEvent.MainSession
        || event instanceof VoiceEvent.Evicted;
  }

  /** A timer that fires runs no more, also when it fires before its time. */
  private VoiceEvent takenOffTheClock(VoiceEvent event) {
    if (event instanceof VoiceEvent.TimerFired fired && fired.isCurrent(now().memory())) {
      timers.stop(fired.timer());
    }
    return event;
  }

  private void readOn() {
    while (!paused && !unread.isEmpty()) {
      VoiceEvent next = unread.remove();
      mailbox.accept(new Input(() -> next, decision -> {}));
    }
  }

  private void ask(Command command) {
    Answer answer = new Answer();
    answers.add(answer);
    Input input =
        new Input(
            () -> {
              wait(command, answer);
              return command;
            },
            decision -> {
              if (decision.row().outcome() == Outcome.REFUSED) {
                waiters.forget(answer);
                answer.completeExceptionally(new CommandRefusedException(decision.row().note()));
              }
            });
    if (!mailbox.offer(input)) {
      answer.completeExceptionally(new CommandRefusedException("the mailbox is full"));
    }
  }

  private void wait(Command command, Answer answer) {
    FlowMemory memory = now().memory();
    if (command.kind(memory) != EventKind.JOIN_ELSEWHERE) {
      waiters.join(answer);
    } else if (command instanceof Command.Join join) {
      waiters.move(join.channelId(), answer);
    } else if (command instanceof Command.Move move) {
      waiters.move(move.channelId(), answer);
    }
  }

  private void handle(Input input) {
    Snapshot before = now();
    FlowDecision decision = run.take(input.event()).orElseThrow();
    steps++;
    assertTaken(before, decision);
    input.after().accept(decision);
    executed.clear();
    run.execute(decision.effects(), executor);
    assertThat(executed).as("what %s led to", decision.event()).isEqualTo(decision.effects());
  }

  private void assertTaken(Snapshot before, FlowDecision decision) {
    VoiceEvent event = decision.event();
    core.on(event);
    assertThat(decision).as("the engine and the core on %s", event).isEqualTo(core.last());
    assertThat(flow.decide(before, event)).as("%s, taken again", event).isEqualTo(decision);
    assertThat(now()).isEqualTo(core.now());
    if (!before.state().isTerminal()) {
      assertThat(engine.state()).isEqualTo(core.state());
      assertThat(machine.snapshot()).isEqualTo(core.now());
    }
    if (before.state().isTerminal() || decision.isStale()) {
      assertThat(now()).as("after %s, which is late", event).isEqualTo(before);
      assertThat(decision.effects())
          .as("effects of %s, which is late", event)
          .allMatch(UnwiredConnection::closesALatecomer);
    }
    witness.assertSaw(decision, now());
  }

  private static boolean closesALatecomer(Effect effect) {
    return effect instanceof Effect.AbortSocket || effect instanceof Effect.CloseUdp;
  }

  /** States what holds whenever the loop has nothing to do. */
  void assertAtRest() {
    assertThat(mailbox.size()).as("events that wait").isZero();
    assertThat(unread).as("messages that are not read, at rest").isEmpty();
    assertThat(timers.running())
        .as("timers that run, at rest")
        .isEqualTo(now().memory().timers().armed().size());
    boolean stands =
        now().state() == VoiceState.ESTABLISHED && now().memory().intent().pendingMove().isEmpty();
    if (stands || ended()) {
      assertThat(answers).as("answers when nothing is under way").allMatch(Answer::isDone);
    }
    assertThat(answers).as("answers").allMatch(answer -> answer.told <= 1);
  }

  /** States what holds when it is over. */
  void assertOver() {
    assertAtRest();
    assertThat(ended()).isTrue();
    assertThat(timers.running()).as("timers that run after the end").isZero();
    core.holdings().assertEmpty();
  }

  /** What has happened, a step a line. */
  String story() {
    return core.decisions().stream()
        .map(decision -> decision.row().id() + " on " + decision.event())
        .collect(Collectors.joining("\n  ", "\n  ", "\n"));
  }

  private Effect.Executor executor(World world) {
    return (Effect.Executor)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Effect.Executor.class},
            (proxy, method, arguments) -> {
              execute((Effect) arguments[0], world);
              return null;
            });
  }

  private void execute(Effect effect, World world) {
    executed.add(effect);
    world.hear(effect);
    if (effect instanceof Effect.StartTimer start) {
      Duration extra = start.fromSending() ? world.untilSent() : Duration.ZERO;
      timers.start(start.timer(), start.generation(), start.delay().plus(extra));
    } else if (effect instanceof Effect.StopTimer stop) {
      timers.stop(stop.timer());
    } else if (effect instanceof Effect.CompleteJoin join) {
      waiters.joined(join.channelId(), now());
    } else if (effect instanceof Effect.FailMove move) {
      waiters.moveFailed(move.channelId(), move.why());
    } else if (effect instanceof Effect.CompleteEnd) {
      waiters.ended(now(), CompletableFuture.completedFuture(null));
    }
  }
}
