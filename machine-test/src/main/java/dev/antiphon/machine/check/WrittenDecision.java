package dev.antiphon.machine.check;

import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.State;
import dev.antiphon.machine.TableText;

/**
 * A row without its actions, as it was written by hand from a specification: one line of a file of
 * {@link WrittenDecisions}.
 *
 * @param row the id of the row
 * @param state the short name of the state
 * @param order the place of the row among the rows for the same event and state, from 1
 * @param condition the substates and the guard of the row, as in {@link TableText#shortCondition};
 *     empty if the row is for the whole state and has no guard
 * @param outcome the way in which the event is handled
 * @param target the short name of the state that is entered, and the substate in parentheses, such
 *     as {@code BO (Rejoin)}; empty if the state does not change
 */
public record WrittenDecision(
    String row, String state, int order, String condition, Outcome outcome, String target) {

  /** Converts a row of a table. */
  public static <S extends State> WrittenDecision of(Row<S, ?, ?, ?> row) {
    String entered = row.changesState() ? row.target(row.firstFrom()).superstate().code() : "";
    String substate = row.substate().map(to -> "(" + to.title() + ")").orElse("");
    return new WrittenDecision(
        row.id(),
        row.superstate().code(),
        Integer.parseInt(row.id().substring(row.id().lastIndexOf('.') + 1)),
        TableText.shortCondition(row),
        row.outcome(),
        (entered + " " + substate).strip());
  }

  /**
   * The start of the row's id: the {@link dev.antiphon.machine.Kind#line() line} of the event and
   * the short name of the state, such as {@code E1.ASU}.
   */
  public String cell() {
    return row.substring(0, row.lastIndexOf('.'));
  }

  /**
   * The short name of the state that is entered; the state of the row if the state does not change.
   */
  public String targetState() {
    int end = target.indexOf('(') < 0 ? target.length() : target.indexOf('(');
    String entered = target.substring(0, end).strip();
    return entered.isEmpty() ? state : entered;
  }

  /** The substate that is entered; empty if the target names no substate. */
  public String targetSubstate() {
    return target.indexOf('(') < 0
        ? ""
        : target.substring(target.indexOf('(') + 1, target.length() - 1);
  }

  /** The decision in words. */
  public String sentence() {
    String when = condition.isEmpty() ? "" : "when " + condition + ": ";
    return '"' + (when + outcome + " " + target).strip() + '"';
  }
}
