package dev.antiphon.dave;

import dev.antiphon.machine.Row;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The record of one handled event of a session, for monitoring and audit. It contains only names
 * and numbers, such as the kind of the event. It contains no key, verification code, message
 * content or user id.
 *
 * @param row the row of {@link DaveTable} that handled the event
 * @param version the active protocol version after the event; absent until Session Description (op
 *     4)
 * @param epoch the epoch of our group after the event, unsigned; absent if we are not in a group
 * @param members the number of members of our group, including us; 0 if we are not in a group
 * @param transition the id of the transition that the event belongs to; absent if it belongs to
 *     none
 * @param refusal why the event, or a part of the event, was refused; absent if nothing was refused.
 *     The reason is a name in capitals, such as {@code BAD_SIGNATURE}. Existing names do not
 *     change; later versions of this library can add names
 * @param effects the effects of the event, in order: names such as {@code SendKeyPackage} or {@code
 *     SendTransitionReady(5)}. Some names have a value in parentheses: the id of the transition,
 *     the time until a recovery in milliseconds, how frames are sent ({@link DaveMedia.Sending}),
 *     or the encryption status ({@link DaveEncryption.Status}) and, after a comma, the reason of a
 *     wait for keys ({@link KeyWait.Reason})
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
