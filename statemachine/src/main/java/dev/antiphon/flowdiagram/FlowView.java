package dev.antiphon.flowdiagram;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Row;
import java.util.function.Predicate;

/** Which part of the flow is shown. */
public enum FlowView {
  /** What an undisturbed join does, from the first op 4 to the disconnect. */
  HAPPY("The happy path", States.SIDE_BY_SIDE, UndisturbedJoin.rows()::contains),
  /** How a connection is kept: all that leads from one living state to another after the join. */
  RECONNECT(
      "How a connection is kept", States.GROUPED, row -> isUnderWay(row) && !row.to().isTerminal()),
  /** Every row. */
  FULL("The whole flow", States.GROUPED, row -> true);

  private final String title;
  private final States states;
  private final Predicate<Row> shown;

  FlowView(String title, States states, Predicate<Row> shown) {
    this.title = title;
    this.states = states;
    this.shown = shown;
  }

  /** What the picture is called. */
  public String title() {
    return title;
  }

  /** Whether this view shows the row. */
  public boolean shows(Row row) {
    return shown.test(row);
  }

  States states() {
    return states;
  }

  private static boolean isUnderWay(Row row) {
    return row.from() != VoiceState.IDLE && !row.from().isTerminal();
  }
}
