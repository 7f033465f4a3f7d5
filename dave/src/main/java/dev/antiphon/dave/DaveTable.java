package dev.antiphon.dave;

import dev.antiphon.machine.Table;

/** What a session decides, to read: it is drawn, documented and compared with records. */
public final class DaveTable {

  /** The table of every session: a row for each state and kind of event. */
  public static final Table<DaveState, DaveEventKind, DaveGuard, DaveAction> SESSION =
      DaveRows.table();

  private DaveTable() {}
}
