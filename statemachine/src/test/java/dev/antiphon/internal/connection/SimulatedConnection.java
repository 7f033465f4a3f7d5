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
 * A connection without sockets. It uses the real mailbox, engine, timers and pending requests on an
 * event loop that the test controls. A {@link FlowSimulation} runs the pure core with the same
 * events. After every step, both must have the same state.
 */
final class SimulatedConnection {
  /** A small capacity, so that a burst of events fills the mailbox. */
  private static final int CAPACITY = 8;

  private static final int RESERVED = 4;
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private final FlowEngine engine;
  private final FlowMachine machine;
  private final World world;
  private final VoiceFlow flow;
  private final FlowSimulation core;
  private final StepVerifier verifier = new StepVerifier();
  private final FlowRun run;
  private final Timers timers;
  private final PendingRequests requests = new PendingRequests();
  private final Mailbox<Input> mailbox;
  private final Queue<VoiceEvent> unread = new ArrayDeque<>();
  private final List<Answer> answers = new ArrayList<>();
  private final List<Effect> executed = new ArrayList<>();
  private final Effect.Executor executor;
  private boolean paused;
  private int steps;

  /** As in a real connection: a request is added when its command is handled. */
  private record Input(Supplier<VoiceEvent> event, Consumer<FlowDecision> after) {}

  /** A future that counts how often it is completed. */
  private static final class Answer extends CompletableFuture<Snapshot> {
    private int completions;

    @Override
    public boolean complete(Snapshot value) {
      completions++;
      return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
      completions++;
      return super.completeExceptionally(failure);
    }
  }

  /** The environment of the connection. */
  interface World {
    /** Receives every effect. */
    void onEffect(Effect effect);

    /** The time until the last voice state update (opcode 4) is sent. */
    default Duration untilSent() {
      return Duration.ZERO;
    }

    /** Converts an event at the time when it is handled. */
    default VoiceEvent whenHandled(VoiceEvent event) {
      return event;
    }
  }

  /** Creates a connection in state Idle. */
  SimulatedConnection(EventLoop loop, FlowLimits limits, FlowEngine engine, World world) {
    this.engine = engine;
    this.world = world;
    this.flow = new VoiceFlow(limits);
    this.core = new FlowSimulation(limits);
    this.machine = new FlowMachine(flow, engine, FlowSimulation.SEED);
    ConnectionContext context =
        new ConnectionContext(
            new AuditEntry.Subject("simulated", 1, 2),
            loop,
            new Vault(),
            event -> arrive(event.get()),
            new ConnectionCounters(),
            verifier);
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
            LoopTurns.of(loop),
            this::handle,
            new BackPressure() {
              @Override
              public void pauseReading() {
                paused = true;
              }

              @Override
              public void resumeReading() {
                paused = false;
                readNext();
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

  /** The number of handled events. */
  int steps() {
    return steps;
  }

  /** Whether the connection has been in this state. */
  boolean reached(VoiceState state) {
    return core.decisions().stream().anyMatch(decision -> decision.to() == state);
  }

  /** Adds an event in the same way as a real connection. The loop handles it later. */
  void arrive(VoiceEvent event) {
    if (event instanceof VoiceEvent.OfSocket) {
      unread.add(event);
      readNext();
    } else if (event instanceof Command.Join
        || event instanceof Command.Move
        || event instanceof Command.Reconnect) {
      request((Command) event);
    } else if (mayBeRefused(event)) {
      mailbox.offer(new Input(() -> world.whenHandled(event), decision -> {}));
    } else {
      mailbox.accept(new Input(() -> withTimerStopped(event), decision -> {}));
    }
  }

  private static boolean mayBeRefused(VoiceEvent event) {
    return event instanceof Command.SetSelf
        || event instanceof VoiceEvent.OwnVoiceState
        || event instanceof VoiceEvent.VoiceServer
        || event instanceof VoiceEvent.MainSession
        || event instanceof VoiceEvent.Evicted;
  }

  /** Stops the timer of a timer event, because a simulated timer can fire early. */
  private VoiceEvent withTimerStopped(VoiceEvent event) {
    if (event instanceof VoiceEvent.TimerFired fired && fired.isCurrent(now().memory())) {
      timers.stop(fired.timer());
    }
    return event;
  }

  private void readNext() {
    while (!paused && !unread.isEmpty()) {
      VoiceEvent next = unread.remove();
      mailbox.accept(new Input(() -> next, decision -> {}));
    }
  }

  private void request(Command command) {
    Answer answer = new Answer();
    answers.add(answer);
    Input input =
        new Input(
            () -> {
              addRequest(command, answer);
              return command;
            },
            decision -> {
              if (decision.row().outcome() == Outcome.REFUSED) {
                requests.remove(answer);
                answer.completeExceptionally(new CommandRefusedException(decision.row().note()));
              }
            });
    if (!mailbox.offer(input)) {
      answer.completeExceptionally(new CommandRefusedException("the mailbox is full"));
    }
  }

  private void addRequest(Command command, Answer answer) {
    FlowMemory memory = now().memory();
    if (command.kind(memory) != EventKind.JOIN_ELSEWHERE) {
      requests.addJoin(answer);
    } else if (command instanceof Command.Join join) {
      requests.addMove(join.channelId(), answer);
    } else if (command instanceof Command.Move move) {
      requests.addMove(move.channelId(), answer);
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
    assertThat(executed).as("effects of %s", decision.event()).isEqualTo(decision.effects());
  }

  private void assertTaken(Snapshot before, FlowDecision decision) {
    VoiceEvent event = decision.event();
    core.on(event);
    assertThat(decision).as("engine and core after %s", event).isEqualTo(core.last());
    assertThat(flow.decide(before, event))
        .as("repeated decision for %s", event)
        .isEqualTo(decision);
    assertThat(now()).isEqualTo(core.now());
    if (!before.state().isTerminal()) {
      assertThat(engine.state()).isEqualTo(core.state());
      assertThat(machine.snapshot()).isEqualTo(core.now());
    }
    if (before.state().isTerminal() || decision.isStale()) {
      assertThat(now()).as("state after the late event %s", event).isEqualTo(before);
      assertThat(decision.effects())
          .as("effects of the late event %s", event)
          .allMatch(SimulatedConnection::closesALateSocketOrPath);
    }
    verifier.assertReported(decision, now());
  }

  private static boolean closesALateSocketOrPath(Effect effect) {
    return effect instanceof Effect.AbortSocket || effect instanceof Effect.CloseUdp;
  }

  /** Checks the invariants when the loop has no tasks. */
  void assertAtRest() {
    assertThat(mailbox.size()).as("waiting events").isZero();
    assertThat(unread).as("unread messages").isEmpty();
    assertThat(timers.running())
        .as("running timers")
        .isEqualTo(now().memory().timers().armed().size());
    boolean established =
        now().state() == VoiceState.ESTABLISHED && now().memory().intent().pendingMove().isEmpty();
    if (established || ended()) {
      assertThat(answers).as("answers without a pending request").allMatch(Answer::isDone);
    }
    assertThat(answers)
        .as("answers complete at most once")
        .allMatch(answer -> answer.completions <= 1);
  }

  /** Checks the invariants after the end. */
  void assertEnded() {
    assertAtRest();
    assertThat(ended()).isTrue();
    assertThat(timers.running()).as("running timers after the end").isZero();
    core.resources().assertEmpty();
  }

  /** The history, one step per line. */
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
    world.onEffect(effect);
    if (effect instanceof Effect.StartTimer start) {
      Duration extra = start.fromSending() ? world.untilSent() : Duration.ZERO;
      timers.start(start.timer(), start.generation(), start.delay().plus(extra));
    } else if (effect instanceof Effect.StopTimer stop) {
      timers.stop(stop.timer());
    } else if (effect instanceof Effect.CompleteJoin join) {
      requests.joined(join.channelId(), now());
    } else if (effect instanceof Effect.FailMove move) {
      requests.moveFailed(move.channelId(), move.why());
    } else if (effect instanceof Effect.FailRequests failed) {
      requests.failed(failed.kept(), failed.why());
    } else if (effect instanceof Effect.CompleteEnd) {
      requests.ended(now(), CompletableFuture.completedFuture(null));
    }
  }
}
