package dev.antiphon.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Action;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowSimulation;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.Stage;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.spi.FlowEngine;
import dev.antiphon.spi.FlowTransition;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.statemachine.StateContext;
import org.springframework.statemachine.StateMachine;
import reactor.core.publisher.Mono;

class SpringFlowEngineTest {
  private static final VoiceFlow FLOW = new VoiceFlow(FlowLimits.ofDefaults());
  private static FlowMachines machines;

  @BeforeAll
  static void makeMachines() {
    machines = new FlowMachines(FLOW, new SpringFlowEngineProvider());
  }

  @Test
  void engineStartsInIdleAndExecutesRowsThatChangeTheState() {
    FlowEngine engine = SpringEngines.prepared().get();
    FlowMachine machine = new FlowMachine(FLOW, engine, FlowSimulation.SEED);
    assertThat(engine.state()).isEqualTo(VoiceState.IDLE);
    FlowDecision joined = machine.handle(new Command.Join(7));
    assertThat(joined.row().id()).isEqualTo("A1.IDLE.1");
    assertThat(engine.state()).isEqualTo(VoiceState.AWAITING_SERVER_UPDATE);
    machine.handle(new Command.Disconnect());
    assertThat(engine.state()).isEqualTo(VoiceState.DISCONNECTED);
  }

  @Test
  void springMachineExecutesTheRowThatTheCoreChose() {
    Map<DisconnectReason, String> rows =
        Map.of(
            DisconnectReason.GUILD_REMOVED, "B13.ASU.1",
            DisconnectReason.CHANNEL_DELETED, "B13.ASU.5",
            DisconnectReason.PERMISSION_LOST, "B13.ASU.6");
    for (int made = 0; made < 60; made++) {
      rows.forEach(
          (reason, row) -> {
            FlowMachine machine = machines.create(FlowSimulation.SEED);
            machine.handle(new Command.Join(7));
            FlowDecision decision = machine.handle(new VoiceEvent.Evicted(reason));
            assertThat(decision.row().id()).isEqualTo(row);
            assertThat(machine.snapshot().at().substate()).isEqualTo(reason);
          });
    }
  }

  @Test
  void guardIsTrueOnlyForTheRowInTheEvent() {
    for (FlowTransition transition : FlowTransitions.all()) {
      for (Row<Substate, EventKind, Guard, Action> row :
          VoiceFlow.TABLE.rows(transition.from(), transition.event())) {
        assertThat(opens(transition, new TransitionMessage(FlowTransitions.of(row))))
            .as("guard of %s for the row %s", transition.row(), row.id())
            .isEqualTo(row.id().equals(transition.row()));
      }
      assertThat(opens(transition, null))
          .as("guard of %s without a header", transition.row())
          .isFalse();
    }
  }

  @Test
  void stepWithoutAStateChangeIsNotSentToSpring() {
    StateMachine<VoiceState, EventKind> empty = CustomSpringMachine.of(List.of());
    FlowMachine machine = new FlowMachine(FLOW, new SpringFlowEngine(empty), FlowSimulation.SEED);
    FlowDecision decision =
        machine.handle(new VoiceEvent.MainSession(VoiceEvent.MainSession.Change.LOST));
    assertThat(decision.row().outcome()).isEqualTo(Outcome.INTERNAL);
    assertThat(machine.snapshot().memory().mainUp()).isFalse();
  }

  @Test
  void exceptionIsThrownWhenTheSpringMachineIgnoresTheRow() {
    assertRefuses(CustomSpringMachine.of(List.of()), VoiceState.IDLE);
  }

  @Test
  void exceptionIsThrownWhenTheSpringMachineEntersAWrongState() {
    StateMachine<VoiceState, EventKind> bent =
        CustomSpringMachine.of(
            row ->
                CustomSpringMachine.transition(
                    row,
                    VoiceState.BACKOFF,
                    TransitionMessage.isFor(row),
                    TransitionMessage.noteTaken()));
    assertRefuses(bent, VoiceState.BACKOFF);
  }

  @Test
  void exceptionIsThrownWhenTheSpringMachineDoesNotReportTheChosenRow() {
    StateMachine<VoiceState, EventKind> forgetful =
        CustomSpringMachine.of(
            row ->
                CustomSpringMachine.transition(
                    row, row.to(), context -> Mono.just(true), context -> Mono.empty()));
    assertRefuses(forgetful, VoiceState.AWAITING_SERVER_UPDATE);
  }

  @Test
  void exceptionIsThrownWhenAnActionOfTheSpringMachineFails() {
    StateMachine<VoiceState, EventKind> broken =
        CustomSpringMachine.of(
            row ->
                CustomSpringMachine.transition(
                    row,
                    row.to(),
                    TransitionMessage.isFor(row),
                    context -> Mono.error(new IllegalStateException("broken on purpose"))));
    assertRefuses(broken, VoiceState.IDLE);
  }

  @Test
  void guardsAndActionsRunOnTheCallingThreadWithoutSpringThreads() {
    Set<Thread> seen = new HashSet<>();
    StateMachine<VoiceState, EventKind> watched =
        CustomSpringMachine.of(
            row ->
                CustomSpringMachine.transition(
                    row,
                    row.to(),
                    context -> {
                      seen.add(Thread.currentThread());
                      return TransitionMessage.isFor(row).apply(context);
                    },
                    context -> {
                      seen.add(Thread.currentThread());
                      return TransitionMessage.noteTaken().apply(context);
                    }));
    SpringFlowEngine engine = new SpringFlowEngine(watched);
    FlowMachine machine = new FlowMachine(FLOW, engine, FlowSimulation.SEED);
    for (FlowDecision step : Stage.ESTABLISHED.reach().disconnect().decisions()) {
      machine.handle(step.event());
    }
    assertThat(engine.state()).isEqualTo(VoiceState.DISCONNECTED);
    assertThat(seen).containsExactly(Thread.currentThread());
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("parallel-") || name.startsWith("boundedElastic-"));
  }

  /**
   * Checks the exception. The state can differ only if Spring changed it. The memory never changes.
   */
  private static void assertRefuses(StateMachine<VoiceState, EventKind> spring, VoiceState after) {
    SpringFlowEngine engine = new SpringFlowEngine(spring);
    FlowMachine machine = new FlowMachine(FLOW, engine, FlowSimulation.SEED);
    Snapshot before = machine.snapshot();
    assertThatThrownBy(() -> machine.handle(new Command.Join(FlowSimulation.CHANNEL)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("A1.IDLE.1");
    assertThat(machine.snapshot()).isEqualTo(before);
    assertThat(engine.state()).isEqualTo(after);
  }

  @SuppressWarnings("unchecked")
  private static boolean opens(FlowTransition transition, TransitionMessage message) {
    StateContext<VoiceState, EventKind> context =
        (StateContext<VoiceState, EventKind>)
            Proxy.newProxyInstance(
                SpringFlowEngineTest.class.getClassLoader(),
                new Class<?>[] {StateContext.class},
                (proxy, method, arguments) ->
                    method.getName().equals("getMessageHeader") ? message : null);
    return Boolean.TRUE.equals(TransitionMessage.isFor(transition).apply(context).block());
  }
}
