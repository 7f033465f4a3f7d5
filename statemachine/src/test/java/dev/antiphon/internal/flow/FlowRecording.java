package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Substate;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.check.RowCoverage;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of the flow, with a record of the rows of each scenario and the effects of each row.
 */
final class FlowRecording implements Rules {
  private final Rules flow = Rules.of(VoiceFlow.TABLE);
  private final RowCoverage<Scenario> scenarios = new RowCoverage<>();
  private final Map<String, Set<FlowTimer>> started = new HashMap<>();
  private final Map<String, Set<Class<?>>> effects = new HashMap<>();

  /** Starts the scenario to which the next decisions belong. */
  void begins(Scenario scenario) {
    scenarios.beginTest(scenario);
  }

  @Override
  public FlowDecision decide(FlowLimits limits, Snapshot before, VoiceEvent event) {
    FlowDecision decision = flow.decide(limits, before, event);
    String row = decision.row().id();
    scenarios.takeRow(row);
    for (Effect effect : decision.effects()) {
      if (effect instanceof Effect.StartTimer start) {
        started.computeIfAbsent(row, id -> EnumSet.noneOf(FlowTimer.class)).add(start.timer());
      } else if (!(effect instanceof Effect.StopTimer)) {
        effects.computeIfAbsent(row, id -> new LinkedHashSet<>()).add(effect.getClass());
      }
    }
    return decision;
  }

  @Override
  public Table<Substate, EventKind, Guard, Action> table() {
    scenarios.readTable();
    return flow.table();
  }

  /** The rows of each scenario, in the order in which a mutant runs the scenarios. */
  List<RowCoverage.CoveredTest<Scenario>> tracks() {
    return scenarios.tests();
  }

  /** The timers that this row has started in a scenario. */
  Set<FlowTimer> startedBy(Row<Substate, EventKind, Guard, Action> row) {
    return started.getOrDefault(row.id(), Set.of());
  }

  /** The kinds of effects that this row has had in a scenario, except timer effects. */
  Set<Class<?>> effectsOf(Row<Substate, EventKind, Guard, Action> row) {
    return effects.getOrDefault(row.id(), Set.of());
  }
}
