package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.Table;
import java.util.Collection;

/** What decides in a scenario: the flow, or one that was changed to see whether a test notices. */
@FunctionalInterface
interface Rules {
  FlowDecision decide(FlowLimits limits, Snapshot before, VoiceEvent event);

  /** What is decided. */
  record Question(FlowLimits limits, Snapshot before, VoiceEvent event) {}

  /** The decision on that question. */
  default FlowDecision answer(Question question) {
    return decide(question.limits(), question.before(), question.event());
  }

  /** The table as those see it who read it row by row. */
  default Table<Substate, EventKind, Guard, Action> table() {
    return VoiceFlow.TABLE;
  }

  /** A table like that of the flow, of these rows. */
  static Table<Substate, EventKind, Guard, Action> table(
      Collection<Row<Substate, EventKind, Guard, Action>> rows) {
    return Table.of(VoiceFlow.TABLE.states(), VoiceFlow.TABLE.kinds(), rows);
  }

  /** The flow with this table in the place of its own. */
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
