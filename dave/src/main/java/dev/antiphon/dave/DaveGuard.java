package dev.antiphon.dave;

import dev.antiphon.machine.Titled;
import java.util.function.Predicate;

/**
 * A condition of a row. It depends on what is remembered, the event and the time, and changes
 * nothing.
 */
public enum DaveGuard implements Titled {
  /** We are a member of a group that the gateway has made. */
  MEMBER("member", situation -> situation.memory().membership().isMember()),
  /** We are no member yet. */
  NOT_MEMBER("not a member", situation -> !situation.memory().membership().isMember()),
  /** The gateway has said which version is in force. */
  VERSION_KNOWN("version known", situation -> situation.memory().version().isPresent()),
  /** No more early messages can be kept. */
  KEPT_ENOUGH("kept enough", DaveSituation::keptEnough),
  /** It is the external sender that we know. */
  SENDER_KNOWN(
      "known already",
      situation ->
          situation.classification().sender().isPresent()
              && situation.classification().sender().equals(situation.memory().sender())),
  /** The transition executes at once: its id is 0. */
  AT_ONCE("transition 0", situation -> situation.transitionId() == 0),
  /** The transition has been announced before, so it is answered already. */
  ANSWERED(
      "answered already",
      situation -> situation.memory().transitions().isPending(situation.transitionId())),
  /** Op 31 is out, and its answer has not come. */
  RECOVERING("recovering", situation -> situation.memory().recovery().underWay()),
  /** Frames are not encrypted now. */
  PLAIN("version 0 in force", situation -> situation.memory().isPlain()),
  /** A transition is pending, which may be what the sender has executed already. */
  TRANSITION_PENDING(
      "transition pending", situation -> !situation.memory().transitions().isEmpty()),
  /** The failing frames come from a user who is neither in the channel nor in the group. */
  STRANGER("sender not here", DaveSituation::isStranger),
  /** The session began anew for the same reason a short time ago. */
  RECOVERED_RECENTLY("recovered recently", DaveSituation::recoveredRecently);

  private final String title;
  private final Predicate<DaveSituation> condition;

  DaveGuard(String title, Predicate<DaveSituation> condition) {
    this.title = title;
    this.condition = condition;
  }

  /** A few words that name it in pictures and tables. */
  @Override
  public String title() {
    return title;
  }

  boolean holds(DaveSituation situation) {
    return condition.test(situation);
  }
}
