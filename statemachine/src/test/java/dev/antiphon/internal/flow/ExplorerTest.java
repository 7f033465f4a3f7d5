package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.FlowExplorer.causes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.FlowTimer;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.check.Counterexample;
import dev.antiphon.machine.check.Exploration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Tests the {@link FlowExplorer} itself. It must find a planted defect of each kind, with the
 * shortest path to it. The flow must be able to replay the paths of the exploration.
 */
class ExplorerTest {
  private static final ModelWorld WORLD = ModelWorld.CALM;
  private static final int MOST = 100_000;
  private static final int SAMPLES = 1_000;

  private final VoiceFlow flow = new VoiceFlow(WORLD.limits());

  @Test
  void pathToAConfigurationCanBeReplayedInASimulation() {
    FlowExplorer explorer = new FlowExplorer(WORLD);
    Exploration<Configuration, ExploredEvent> explored = explorer.explore(MOST);
    int configurations = explored.size();
    for (int number = 0; number < configurations; number += 1 + configurations / SAMPLES) {
      FlowSimulation scenario = new FlowSimulation(WORLD.limits());
      Configuration reached = Configuration.first(WORLD.limits());
      for (ExploredEvent event : explored.pathTo(number)) {
        reached = reached.after(scenario.on(event.cause()).last());
      }
      assertThat(explorer.found().add(reached)).isEqualTo(number);
    }
  }

  @Test
  void rowsOfTerminalStatesHaveNoActions() {
    assertThat(VoiceFlow.TABLE.rows())
        .filteredOn(row -> FlowRows.from(row).isTerminal())
        .allSatisfy(
            row -> {
              assertThat(row.guard()).isEmpty();
              assertThat(row.actions()).isEmpty();
              assertThat(row.outcome()).isIn(Outcome.IGNORED, Outcome.REFUSED);
            });
  }

  @Test
  void problemIsReportedWhenASocketIsNotClosed() {
    Counterexample<ExploredEvent> found =
        firstBreach(changingEffects(effects -> without(effects, Effect.AbortSocket.class)));
    assertThat(found.what())
        .startsWith("P16: the socket in the memory differs from the socket that is held");
    assertThat(causes(found))
        .containsExactly(
            ModelEvent.JOIN,
            ModelEvent.VOICE_STATE,
            ModelEvent.SERVER_NEW_ENDPOINT,
            ModelEvent.DIAL_FIRES);
  }

  @Test
  void problemIsReportedWhenATimerIsNotStarted() {
    Counterexample<ExploredEvent> found =
        firstBreach(changingEffects(effects -> without(effects, Effect.StartTimer.class)));
    assertThat(found.what()).startsWith("P17");
    assertThat(causes(found)).containsExactly(ModelEvent.JOIN);
  }

  @Test
  void problemIsReportedWhenIdentifyIsSentTwice() {
    Counterexample<ExploredEvent> found =
        firstBreach(changingEffects(effects -> twice(effects, Effect.SendIdentify.class)));
    assertThat(found.what()).startsWith("P6");
    assertThat(causes(found)).hasSize(4).last().isEqualTo(ModelEvent.SOCKET_OPEN);
  }

  @Test
  void problemIsReportedWhenALateEventIsHandledAsACurrentEvent() {
    Counterexample<ExploredEvent> found =
        firstBreach(
            (before, event) ->
                event instanceof VoiceEvent.SocketClosed closed && before.memory().socket().held()
                    ? flow.decide(
                        before,
                        new VoiceEvent.SocketClosed(
                            before.memory().socket().generation(), closed.code()))
                    : flow.decide(before, event));
    assertThat(found.what()).startsWith("P13: a late event changes the state or the memory");
    assertThat(causes(found)).hasSize(4);
  }

  @Test
  void problemIsReportedWhenATerminalStateIsLeft() {
    Counterexample<ExploredEvent> found =
        firstBreach(
            (before, event) ->
                before.state().isTerminal() && event instanceof Command.Join
                    ? flow.decide(new Snapshot(new FlowState.Idle(), before.memory()), event)
                    : flow.decide(before, event));
    assertThat(found.what()).startsWith("P14");
    assertThat(causes(found)).containsExactly(ModelEvent.DISCONNECT, ModelEvent.JOIN);
  }

  @Test
  void problemIsReportedWhenARetryIsNotCounted() {
    Counterexample<ExploredEvent> found =
        firstBreach(changingMemory(memory -> memory.with(Retries.NONE)));
    assertThat(found.what()).startsWith("P21");
  }

  @Test
  void problemIsReportedWhenAStateHasNoTimeout() {
    Counterexample<ExploredEvent> stuck =
        firstBreach(changingMemory(ExplorerTest::withoutServerTimer, ExplorerTest::withoutServer));
    assertThat(stuck.what())
        .startsWith("P19: a silent world: the machine gets stuck in AWAITING_SERVER_UPDATE");
    assertThat(causes(stuck)).containsExactly(ModelEvent.JOIN);
  }

  @Test
  void problemIsReportedWhenEstablishedIsUnreachable() {
    Counterexample<ExploredEvent> found =
        firstBreach(
            (before, event) ->
                flow.decide(
                    before,
                    event instanceof VoiceEvent.Discovered discovered
                        ? new VoiceEvent.UdpAlive(discovered.generation())
                        : event));
    assertThat(found.what())
        .startsWith("P20: a cooperative world: the machine can loop forever at DISCOVERING");
  }

  private static Counterexample<ExploredEvent> firstBreach(FlowExplorer.Rules rules) {
    return new FlowExplorer(WORLD, rules).explore(MOST).counterexample().orElseThrow();
  }

  private FlowExplorer.Rules changingEffects(UnaryOperator<List<Effect>> change) {
    return changingMemory(UnaryOperator.identity(), change);
  }

  private FlowExplorer.Rules changingMemory(UnaryOperator<FlowMemory> change) {
    return changingMemory(change, UnaryOperator.identity());
  }

  private FlowExplorer.Rules changingMemory(
      UnaryOperator<FlowMemory> memories, UnaryOperator<List<Effect>> effects) {
    return (before, event) -> {
      FlowDecision decision = flow.decide(before, event);
      return decision.memory() == before.memory()
          ? decision
          : changed(decision, memories.apply(decision.memory()), effects.apply(decision.effects()));
    };
  }

  private static FlowDecision changed(
      FlowDecision decision, FlowMemory memory, List<Effect> effects) {
    return new FlowDecision(
        decision.event(),
        decision.row(),
        decision.before(),
        new Snapshot(decision.after().at(), memory),
        effects);
  }

  private static List<Effect> without(List<Effect> effects, Class<? extends Effect> dropped) {
    return effects.stream().filter(effect -> !dropped.isInstance(effect)).toList();
  }

  private static List<Effect> twice(List<Effect> effects, Class<? extends Effect> doubled) {
    List<Effect> more = new ArrayList<>();
    for (Effect effect : effects) {
      more.add(effect);
      if (doubled.isInstance(effect)) {
        more.add(effect);
      }
    }
    return more;
  }

  private static FlowMemory withoutServerTimer(FlowMemory memory) {
    return memory.with(memory.timers().stopped(FlowTimer.SERVER));
  }

  private static List<Effect> withoutServer(List<Effect> effects) {
    return effects.stream()
        .filter(
            effect ->
                !(effect instanceof Effect.StartTimer start && start.timer() == FlowTimer.SERVER))
        .toList();
  }
}
