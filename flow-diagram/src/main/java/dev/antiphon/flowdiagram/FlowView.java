package dev.antiphon.flowdiagram;

import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.FlowRows;
import dev.antiphon.machine.Row;
import java.util.function.Predicate;

/** The part of the flow that a diagram shows. */
public enum FlowView {
  /**
   * A join without faults, from the first op 4 (the command "update voice state" on the main
   * gateway) to the disconnect.
   */
  HAPPY("The happy path", States.SIDE_BY_SIDE, UndisturbedJoin.rows()::contains),
  /** Reconnecting: all rows between states that are neither Idle nor final. */
  RECONNECT(
      "Reconnecting", States.GROUPED, row -> isUnderWay(row) && !FlowRows.to(row).isTerminal()),
  /** All rows of the transition table. */
  FULL("The whole flow", States.GROUPED, row -> true);

  private final String title;
  private final States states;
  private final Predicate<Row<Substate, ?, ?, ?>> shown;

  FlowView(String title, States states, Predicate<Row<Substate, ?, ?, ?>> shown) {
    this.title = title;
    this.states = states;
    this.shown = shown;
  }

  /** The title of the picture. */
  public String title() {
    return title;
  }

  /** Whether this view shows the row. */
  boolean shows(Row<Substate, ?, ?, ?> row) {
    return shown.test(row);
  }

  States states() {
    return states;
  }

  private static boolean isUnderWay(Row<Substate, ?, ?, ?> row) {
    return FlowRows.from(row) != VoiceState.IDLE && !FlowRows.from(row).isTerminal();
  }
}
