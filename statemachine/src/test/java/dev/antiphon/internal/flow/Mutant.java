package dev.antiphon.internal.flow;

import java.util.List;
import java.util.function.Supplier;

/**
 * The flow with one slip in it.
 *
 * @param kind what kind of slip
 * @param row the row that it is in
 * @param slip the slip, in a few words
 * @param rules makes the flow that has it
 */
record Mutant(Kind kind, Row row, String slip, Supplier<Rules> rules) {

  /** The kinds of slips. */
  enum Kind {
    /** The row leads elsewhere. */
    TARGET,
    /** The row leads there for another reason. */
    REASON,
    /** One thing that the row does is not done. */
    ACTION,
    /** An effect is forgotten, while the memory has it that it took place. */
    EFFECT,
    /** The row is taken exactly when it should not be, among those that come after. */
    GUARD,
    /** The row is not there; the one after it, or before it, stands in, or the event is ignored. */
    REMOVED,
    /** A timer is not armed. */
    TIMER
  }

  /** The rows in whose place it may decide otherwise. */
  List<Row> rows() {
    List<Row> cell = VoiceFlow.TABLE.cell(row.from(), row.event());
    return kind == Kind.GUARD ? cell.subList(cell.indexOf(row), cell.size()) : List.of(row);
  }

  /** Names it in reports, and in the list of those that no test can tell from the flow. */
  String id() {
    return row.id() + " " + slip;
  }

  @Override
  public String toString() {
    return id();
  }
}
