package dev.antiphon.internal.flow;

import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Row;
import java.util.Optional;

/** Rows of the flow, read by the states that users see. */
public final class FlowRows {
  private FlowRows() {}

  /** The state in which the row is tried. */
  public static VoiceState from(Row<Substate, ?, ?, ?> row) {
    return row.firstFrom().superstate();
  }

  /** The state afterwards. */
  public static VoiceState to(Row<Substate, ?, ?, ?> row) {
    return row.target(row.firstFrom()).superstate();
  }

  /**
   * The reason or plan with which a state is entered, or goes on; empty if the state has none, or
   * keeps it.
   */
  public static Optional<Substate> reason(Row<Substate, ?, ?, ?> row) {
    return row.substate();
  }
}
