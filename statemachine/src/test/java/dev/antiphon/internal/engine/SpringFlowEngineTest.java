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
import dev.antiphon.internal.flow.FlowRows;
import dev.antiphon.internal.flow.FlowSimulation;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.Stage;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
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
  private static SpringFlowEngines engines;

  @BeforeAll
  static void makeEngines() {
    engines = new SpringFlowEngines(FLOW);
  }

  @Test
  void startsInIdleAndTakesTheRowsThatChangeTheState() {
    FlowEngine engine = engines.create(FlowSimulation.SEED);
    assertThat(engine.snapshot().state()).isEqualTo(VoiceState.IDLE);
    FlowDecision joined = engine.handle(new Command.Join(7));
    assertThat(joined.row().id()).isEqualTo("A1.IDLE.1");
    assertThat(engine.snapshot().state()).isEqualTo(VoiceState.AWAITING_SERVER_UPDATE);
    engine.handle(new Command.Disconnect());
    assertThat(engine.snapshot().state()).isEqualTo(VoiceState.DISCONNECTED);
  }

  @Test
  void everyMachineTakesTheRowThatTheCoreChose() {
    Map<DisconnectReason, String> rows =
        Map.of(
            DisconnectReason.GUILD_REMOVED, "B13.ASU.2",
            DisconnectReason.CHANNEL_DELETED, "B13.ASU.3",
            DisconnectReason.PERMISSION_LOST, "B13.ASU.4");
    for (int machine = 0; machine < 60; machine++) {
      rows.forEach(
          (reason, row) -> {
            FlowEngine engine = engines.create(FlowSimulation.SEED);
            engine.handle(new Command.Join(7));
            FlowDecision decision = engine.handle(new VoiceEvent.Evicted(reason));
            assertThat(decision.row().id()).isEqualTo(row);
            assertThat(engine.snapshot().at().substate()).isEqualTo(reason);
          });
    }
  }

  @Test
  void aGuardOpensForItsOwnRowAloneAndForNoEventWithoutOne() {
    List<Row<Substate, EventKind, Guard, Action>> rows = VoiceFlow.TABLE.rows().stream().filter(Row::changesState).toList();
    for (Row<Substate, EventKind, Guard, Action> row : rows) {
      for (Row<Substate, EventKind, Guard, Action> other :
          VoiceFlow.TABLE.rows(row.superstate(), row.event())) {
        assertThat(opens(row, new Passage(decisionFor(other))))
            .as("%s for %s", row.id(), other.id())
            .isEqualTo(other.id().equals(row.id()));
      }
      assertThat(opens(row, null)).as("%s without a passage", row.id()).isFalse();
    }
  }

  @Test
  void anInternalStepNeverReachesSpring() {
    StateMachine<VoiceState, EventKind> empty = HandMadeMachine.of(List.of());
    SpringFlowEngine engine = new SpringFlowEngine(FLOW, empty, FlowSimulation.SEED);
    FlowDecision decision =
        engine.handle(new VoiceEvent.MainSession(VoiceEvent.MainSession.Change.LOST));
    assertThat(decision.row().outcome()).isEqualTo(Outcome.INTERNAL);
    assertThat(engine.snapshot().memory().mainUp()).isFalse();
  }

  @Test
  void aMachineThatDoesNotTakeTheRowFailsLoudlyAndNothingHasChanged() {
    assertRefuses(HandMadeMachine.of(List.of()), VoiceState.IDLE);
  }

  @Test
  void aMachineThatGoesSomewhereElseFailsLoudly() {
    StateMachine<VoiceState, EventKind> bent =
        HandMadeMachine.of(
            row ->
                HandMadeMachine.transition(
                    row, VoiceState.BACKOFF, Passage.isFor(row), Passage.adopt()));
    assertRefuses(bent, VoiceState.BACKOFF);
  }

  @Test
  void aMachineThatTakesARowNobodyChoseFailsLoudly() {
    StateMachine<VoiceState, EventKind> forgetful =
        HandMadeMachine.of(
            row ->
                HandMadeMachine.transition(
                    row, FlowRows.to(row), context -> Mono.just(true), context -> Mono.empty()));
    assertRefuses(forgetful, VoiceState.AWAITING_SERVER_UPDATE);
  }

  @Test
  void anActionThatThrowsFailsLoudly() {
    StateMachine<VoiceState, EventKind> broken =
        HandMadeMachine.of(
            row ->
                HandMadeMachine.transition(
                    row,
                    FlowRows.to(row),
                    Passage.isFor(row),
                    context -> Mono.error(new IllegalStateException("broken on purpose"))));
    assertRefuses(broken, VoiceState.IDLE);
  }

  @Test
  void guardsAndActionsRunOnTheCallingThreadAndSpringStartsNone() {
    Set<Thread> seen = new HashSet<>();
    StateMachine<VoiceState, EventKind> watched =
        HandMadeMachine.of(
            row ->
                HandMadeMachine.transition(
                    row,
                    FlowRows.to(row),
                    context -> {
                      seen.add(Thread.currentThread());
                      return Passage.isFor(row).apply(context);
                    },
                    context -> {
                      seen.add(Thread.currentThread());
                      return Passage.adopt().apply(context);
                    }));
    SpringFlowEngine engine = new SpringFlowEngine(FLOW, watched, FlowSimulation.SEED);
    for (FlowDecision step : Stage.ESTABLISHED.reach().disconnect().decisions()) {
      engine.handle(step.event());
    }
    assertThat(engine.state()).isEqualTo(VoiceState.DISCONNECTED);
    assertThat(seen).containsExactly(Thread.currentThread());
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("parallel-") || name.startsWith("boundedElastic-"));
  }

  /** The state may be elsewhere only if Spring itself went there; the memory never follows. */
  private static void assertRefuses(StateMachine<VoiceState, EventKind> machine, VoiceState after) {
    SpringFlowEngine engine = new SpringFlowEngine(FLOW, machine, FlowSimulation.SEED);
    Snapshot before = engine.snapshot();
    assertThatThrownBy(() -> engine.handle(new Command.Join(FlowSimulation.CHANNEL)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("A1.IDLE.1");
    assertThat(engine.snapshot()).isEqualTo(before);
    assertThat(engine.state()).isEqualTo(after);
  }

  private static FlowDecision decisionFor(Row<Substate, EventKind, Guard, Action> row) {
    Snapshot any = FLOW.initial(FlowSimulation.SEED);
    return new FlowDecision(new Command.Disconnect(), row, any, any, List.of());
  }

  @SuppressWarnings("unchecked")
  private static boolean opens(Row<Substate, EventKind, Guard, Action> row, Passage passage) {
    StateContext<VoiceState, EventKind> context =
        (StateContext<VoiceState, EventKind>)
            Proxy.newProxyInstance(
                SpringFlowEngineTest.class.getClassLoader(),
                new Class<?>[] {StateContext.class},
                (proxy, method, arguments) ->
                    method.getName().equals("getMessageHeader") ? passage : null);
    return Boolean.TRUE.equals(Passage.isFor(row).apply(context).block());
  }
}
