package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.machine.Row;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The flow with one planted defect.
 *
 * @param row the row that contains the defect
 * @param defect a short description of the defect
 * @param rows the ids of the rows whose decisions can differ
 * @param rules creates the rules with the defect
 */
record FlowMutant(
    Row<Substate, EventKind, Guard, Action> row,
    String defect,
    Set<String> rows,
    Supplier<Rules> rules) {

  /** The id of the mutant in reports and in the list of equivalent mutants. */
  String id() {
    return row.id() + " " + defect;
  }

  @Override
  public String toString() {
    return id();
  }
}
