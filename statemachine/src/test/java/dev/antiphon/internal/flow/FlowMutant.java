package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.machine.Row;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The flow with one slip in it.
 *
 * @param row the row that it is in
 * @param slip the slip, in a few words
 * @param rows the ids of the rows in whose place it may decide otherwise
 * @param rules makes the flow that has it
 */
record FlowMutant(
    Row<Substate, EventKind, Guard, Action> row,
    String slip,
    Set<String> rows,
    Supplier<Rules> rules) {

  /** Names it in reports, and in the list of those that no test can tell from the flow. */
  String id() {
    return row.id() + " " + slip;
  }

  @Override
  public String toString() {
    return id();
  }
}
