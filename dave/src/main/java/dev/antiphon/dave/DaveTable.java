package dev.antiphon.dave;

import dev.antiphon.machine.Table;

/**
 * The decision table of a session: for each state and each kind of event, what the session does.
 * Diagrams, documents and the analysis of records use it.
 */
public final class DaveTable {

  /** The table of every session. It has at least one row for each state and each kind of event. */
  public static final Table<DaveState, DaveEventKind, DaveGuard, DaveAction> SESSION =
      DaveRows.table();

  private DaveTable() {}
}
