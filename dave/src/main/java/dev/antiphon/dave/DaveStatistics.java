package dev.antiphon.dave;

import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;

/**
 * The counters of a session, or the sums of several sessions.
 *
 * @param keyPackages key packages sent (op 26): one for each start, restart and new group
 * @param commits commits sent (op 28)
 * @param commitsChosen our commits that the gateway chose
 * @param epochs epochs entered
 * @param transitions transitions executed
 * @param recoveries messages to the gateway that we cannot use a commit or a welcome (op 31); each
 *     of these messages restarts the session
 * @param refused messages that were refused: they were invalid, or did not fit into the buffer
 */
public record DaveStatistics(
    long keyPackages,
    long commits,
    long commitsChosen,
    long epochs,
    long transitions,
    long recoveries,
    long refused) {

  /** All counters at zero. */
  public static final DaveStatistics NONE = new DaveStatistics(0, 0, 0, 0, 0, 0, 0);

  /** The sums of these counters and those of another session. */
  public DaveStatistics plus(DaveStatistics other) {
    return new DaveStatistics(
        keyPackages + other.keyPackages,
        commits + other.commits,
        commitsChosen + other.commitsChosen,
        epochs + other.epochs,
        transitions + other.transitions,
        recoveries + other.recoveries,
        refused + other.refused);
  }

  DaveStatistics with(Row<DaveState, DaveEventKind, DaveGuard, DaveAction> row) {
    return new DaveStatistics(
        keyPackages + count(row, DaveAction.SEND_KEY_PACKAGE),
        commits + count(row, DaveAction.SEND_COMMIT),
        commitsChosen + (row.event() == DaveEventKind.COMMIT_OWN ? 1 : 0),
        epochs + count(row, DaveAction.ENTER_EPOCH),
        transitions + count(row, DaveAction.EXECUTE_TRANSITION),
        recoveries + count(row, DaveAction.SEND_INVALID),
        refused + (row.outcome() == Outcome.REFUSED ? 1 : 0));
  }

  private static long count(
      Row<DaveState, DaveEventKind, DaveGuard, DaveAction> row, DaveAction action) {
    return row.actions().contains(action) ? 1 : 0;
  }
}
