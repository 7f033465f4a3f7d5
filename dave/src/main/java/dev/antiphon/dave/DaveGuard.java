package dev.antiphon.dave;

import dev.antiphon.machine.Titled;
import java.util.function.Predicate;

/**
 * A condition of a row of {@link DaveTable}. It depends on the stored data of the session, the
 * event and the time, and changes nothing. The terms are explained in the description of this
 * package.
 */
public enum DaveGuard implements Titled {
  /** We are a member of the group. */
  MEMBER("member", situation -> situation.memory().membership().isMember()),
  /** We are not a member of the group yet. */
  NOT_MEMBER("not a member", situation -> !situation.memory().membership().isMember()),
  /** The gateway has sent the active protocol version. */
  VERSION_KNOWN("version known", situation -> situation.memory().version().isPresent()),
  /**
   * The buffer has no room for the message. It stores messages that arrive before the group exists.
   */
  BUFFER_FULL("buffer full", DaveSituation::bufferFull),
  /** The session already has the external sender of the event. */
  SENDER_KNOWN(
      "external sender already known",
      situation ->
          situation.classification().sender().isPresent()
              && situation.classification().sender().equals(situation.memory().sender())),
  /** The transition is executed immediately: its id is 0. */
  AT_ONCE("transition 0", situation -> situation.transitionId() == 0),
  /** The transition was announced before, so we have already answered it. */
  ANSWERED(
      "transition already answered",
      situation -> situation.memory().transitions().isPending(situation.transitionId())),
  /**
   * We have reported an invalid commit or welcome (op 31), and wait to be added to the group again.
   */
  RECOVERING("recovering", situation -> situation.memory().recovery().isUnderWay()),
  /** The session does not wait for the time of a recovery. */
  RECOVERY_NOT_POSTPONED(
      "no recovery postponed",
      situation -> situation.memory().recovery().phase() != Recovery.Phase.POSTPONED),
  /** The gateway has sent a message of the group of another channel. */
  GROUP_OF_ANOTHER_CHANNEL(
      "group of another channel",
      situation -> situation.memory().recovery().phase() == Recovery.Phase.OTHER_CHANNEL),
  /** No keys are missing, or no other user is announced. */
  NO_KEYS_AWAITED("no keys awaited", situation -> !situation.awaitsKeys()),
  /** Version 0 is active: frames are not encrypted. */
  PLAIN("version 0 active", situation -> situation.memory().isPlain()),
  /**
   * A transition is pending. Perhaps the sender of the frames that cannot be decrypted has already
   * executed this transition.
   */
  TRANSITION_PENDING(
      "transition pending", situation -> !situation.memory().transitions().isEmpty()),
  /**
   * The sender of the frames that cannot be decrypted is neither in the channel nor in the group.
   */
  UNKNOWN_SENDER("unknown sender", DaveSituation::isUnknownSender),
  /** All recoveries are used: see {@link DaveLimits#recoveries}. */
  RECOVERIES_SPENT("no recovery left", DaveSituation::recoveriesSpent),
  /**
   * The last recovery was so recent that another one is not allowed yet: see {@link
   * DaveLimits#recoverySpacing}.
   */
  RECOVERED_RECENTLY("recovered recently", DaveSituation::recoveredRecently);

  private final String title;
  private final Predicate<DaveSituation> condition;

  DaveGuard(String title, Predicate<DaveSituation> condition) {
    this.title = title;
    this.condition = condition;
  }

  /** The short name of the guard in diagrams and tables. */
  @Override
  public String title() {
    return title;
  }

  boolean holds(DaveSituation situation) {
    return condition.test(situation);
  }
}
