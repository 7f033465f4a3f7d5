package dev.antiphon.dave;

import dev.antiphon.machine.Row;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The record of one step of a session, for monitoring and audit. It contains only names and
 * numbers. It contains no key, code, message or user; the event is named by its kind.
 *
 * @param row the row of the table that was chosen
 * @param version the active protocol version after the step; absent until Session Description
 * @param epoch the epoch of our group after the step, unsigned; absent if we are not in a group
 * @param members the number of members of our group, including us; 0 if we are not in a group
 * @param transition the transition of the event
 * @param refusal why the event, or a part of it, was refused: a name in capitals such as {@code
 *     BAD_SIGNATURE}. Names do not change; later versions can add names
 * @param effects the effects of the step, in order: names, with the transition or the status in
 *     parentheses
 */
public record DaveRecord(
    Row<DaveState, DaveEventKind, DaveGuard, DaveAction> row,
    OptionalInt version,
    OptionalLong epoch,
    int members,
    OptionalInt transition,
    Optional<String> refusal,
    List<String> effects) {

  /** Takes a copy of the effects. */
  public DaveRecord {
    effects = List.copyOf(effects);
  }

  /** The state before the event. */
  public DaveState from() {
    return row.firstFrom();
  }

  /** The state after the event. */
  public DaveState to() {
    return row.target(from());
  }
}
