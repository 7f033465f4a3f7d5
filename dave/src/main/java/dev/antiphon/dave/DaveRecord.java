package dev.antiphon.dave;

import dev.antiphon.machine.Row;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A step that a session has taken, for whoever keeps a record of it: names and numbers only. No
 * key, code or message enters, and no user; what the gateway sent shows as a name of ours.
 *
 * @param row the row taken
 * @param version the protocol version in force afterwards; absent until Session Description
 * @param epoch the epoch of the group that we are in afterwards, unsigned; absent if we are in none
 * @param members how many are in it, ourselves among them; 0 if we are in none
 * @param transition the transition that the event is about
 * @param refusal why the event, or a part of it, was refused: a name in capitals such as {@code
 *     BAD_SIGNATURE}. Names do not change; later versions may add some
 * @param effects what is to be done, in order: names, with the transition or status they are about
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

  /** The state that the event came in. */
  public DaveState from() {
    return row.firstFrom();
  }

  /** The state afterwards. */
  public DaveState to() {
    return row.target(from());
  }
}
