package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.machine.Row;
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
record Mutant(
    Kind kind, Row<Substate, EventKind, Guard, Action> row, String slip, Supplier<Rules> rules) {

  /** The kinds of slips. */
  enum Kind {
    /** The row leads elsewhere. */
    TARGET,
    /** The row leads to another substate of the same state. */
    SUBSTATE,
    /** One thing that the row does is not done. */
    ACTION,
    /** An effect is forgotten, while the memory has it that it took place. */
    EFFECT,
    /** The row is taken exactly when it should not be, among those that come after. */
    GUARD,
    /** The row is for all substates of its state, not for those to which it is narrowed. */
    NARROWING,
    /** The row is not there; the one after it, or before it, stands in, or the event is ignored. */
    REMOVED,
    /** A timer is not armed. */
    TIMER
  }

  /** The rows in whose place it may decide otherwise. */
  List<Row<Substate, EventKind, Guard, Action>> rows() {
    if (kind != Kind.GUARD && kind != Kind.NARROWING) {
      return List.of(row);
    }
    List<Row<Substate, EventKind, Guard, Action>> all =
        VoiceFlow.TABLE.rows(row.superstate(), row.event());
    return all.subList(all.indexOf(row), all.size());
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
