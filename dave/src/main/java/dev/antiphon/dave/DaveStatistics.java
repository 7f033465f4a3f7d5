package dev.antiphon.dave;

import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;

/**
 * What a session, or several after one another, have counted.
 *
 * @param keyPackages key packages sent (op 26): one for each beginning
 * @param commits commits sent (op 28)
 * @param commitsChosen those of them that the gateway chose
 * @param epochs epochs entered
 * @param transitions transitions executed
 * @param recoveries times we told the gateway that we were lost (op 31)
 * @param refused messages that were refused, or could not be kept
 */
public record DaveStatistics(
    long keyPackages,
    long commits,
    long commitsChosen,
    long epochs,
    long transitions,
    long recoveries,
    long refused) {

  /** Nothing yet. */
  public static final DaveStatistics NONE = new DaveStatistics(0, 0, 0, 0, 0, 0, 0);

  /** These and those of another session, for one who has had several. */
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
        keyPackages + count(row, DaveAction.BEGIN_GROUP),
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
