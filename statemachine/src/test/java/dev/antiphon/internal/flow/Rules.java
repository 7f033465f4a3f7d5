package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.Table;
import java.util.Collection;

/** The rules that a scenario uses: the flow, or a mutant of it. */
@FunctionalInterface
interface Rules {
  FlowDecision decide(FlowLimits limits, Snapshot before, VoiceEvent event);

  /** The input of a decision. */
  record Question(FlowLimits limits, Snapshot before, VoiceEvent event) {}

  /** The decision for that input. */
  default FlowDecision answer(Question question) {
    return decide(question.limits(), question.before(), question.event());
  }

  /** The table, for tests that read it row by row. */
  default Table<Substate, EventKind, Guard, Action> table() {
    return VoiceFlow.TABLE;
  }

  /** A table of these rows, with the states and events of the flow. */
  static Table<Substate, EventKind, Guard, Action> table(
      Collection<Row<Substate, EventKind, Guard, Action>> rows) {
    return Table.of(VoiceFlow.TABLE.states(), VoiceFlow.TABLE.kinds(), rows);
  }

  /** The flow with this table instead of its original table. */
  static Rules of(Table<Substate, EventKind, Guard, Action> table) {
    return new Rules() {
      @Override
      public FlowDecision decide(FlowLimits limits, Snapshot before, VoiceEvent event) {
        return new VoiceFlow(limits, table).decide(before, event);
      }

      @Override
      public Table<Substate, EventKind, Guard, Action> table() {
        return table;
      }
    };
  }
}
