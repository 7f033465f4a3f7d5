package dev.antiphon.internal.flow;

import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Row;

/** Reads states from rows of the flow. */
public final class FlowRows {
  private FlowRows() {}

  /** Returns the state in which the row can be taken. */
  public static VoiceState from(Row<Substate, ?, ?, ?> row) {
    return row.firstFrom().superstate();
  }

  /** Returns the state after the row. */
  public static VoiceState to(Row<Substate, ?, ?, ?> row) {
    return row.target(row.firstFrom()).superstate();
  }
}
