package dev.antiphon.internal.engine;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.internal.flow.Action;
import dev.antiphon.internal.flow.FlowRows;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Row;
import dev.antiphon.spi.FlowTransition;
import java.util.List;

/** Converts rows of the table to transitions of engines. */
final class FlowTransitions {
  private FlowTransitions() {}

  /** Returns the transitions of all rows that change the state. */
  static List<FlowTransition> all() {
    return VoiceFlow.TABLE.rows().stream()
        .filter(Row::changesState)
        .map(FlowTransitions::of)
        .toList();
  }

  static FlowTransition of(Row<Substate, EventKind, Guard, Action> row) {
    return new FlowTransition(row.id(), FlowRows.from(row), row.event(), FlowRows.to(row));
  }
}
