package dev.antiphon.dave;

import java.util.List;
import java.util.Optional;

/** The invariants of a session. They hold after every step. */
final class SessionInvariants {
  private SessionInvariants() {}

  static void check(DaveDecision decision, DaveSettings settings, long nanos) {
    checkState(decision.step().after());
    checkLimits(decision.memory(), settings.limits());
    checkIdle(decision);
    checkSending(decision, settings);
    checkReady(decision);
    checkInvalid(decision);
    checkWindows(decision.memory(), nanos);
  }

  private static void checkState(DaveConfiguration after) {
    DaveMemory memory = after.memory();
    Membership membership = memory.membership();
    boolean own = membership.commit().isPresent();
    switch (after.state()) {
      case DISABLED, LOST ->
          require(membership == Membership.NONE, "there is no group in the state " + after.state());
      case PENDING -> {
        require(
            membership.pendingMember().isPresent() && !own,
            "in the state Pending there is a pending member and no commit");
        require(
            membership.group().isPresent() == memory.sender().isPresent(),
            "our own group exists if and only if the external sender is known");
      }
      case AWAITING_COMMIT -> {
        require(
            membership.group().isPresent() && own,
            "in the state AwaitingCommit there is a group and our commit");
        require(!membership.queue().isEmpty(), "our commit has proposals");
      }
      case ACTIVE ->
          require(
              membership.isMember() && !own,
              "in the state Active we are a member and have no commit");
    }
  }

  private static void checkLimits(DaveMemory memory, DaveLimits limits) {
    EarlyMessages early = memory.early();
    require(memory.users().size() <= limits.users(), "the number of users is limited");
    require(
        memory.membership().queue().proposals().size() <= limits.proposals(),
        "the number of proposals is limited");
    require(
        memory.transitions().pending().size() <= limits.transitions(),
        "the number of transitions is limited");
    require(!memory.transitions().isPending(0), "transition 0 is never pending");
    require(memory.keys().held().size() <= limits.epochs(), "the number of epochs is limited");
    require(
        early.messages().size() <= limits.keptMessages(),
        "the number of buffered messages is limited");
    require(early.bytes() <= limits.keptBytes(), "the number of buffered bytes is limited");
    require(
        early.bytes() == early.messages().stream().mapToInt(m -> m.content().length()).sum(),
        "the number of buffered bytes is correct");
  }

  /** An ignored or refused event changes nothing except keys that expire. */
  private static void checkIdle(DaveDecision decision) {
    DaveState from = decision.step().before().state();
    require(decision.row().from().contains(from), "the row belongs to the state");
    require(
        !decision.row().note().equals(DaveRows.IMPOSSIBLE),
        "a row for an impossible event is never chosen");
    if (decision.row().actions().isEmpty()) {
      DaveMemory before = decision.before().with(decision.memory().keys());
      require(decision.memory().equals(before), "the memory does not change");
      require(decision.step().after().state() == from, "the state does not change");
    }
  }

  /** Frames are sent unencrypted only after the gateway has sent version 0. */
  private static void checkSending(DaveDecision decision, DaveSettings settings) {
    DaveMemory memory = decision.memory();
    DaveMedia media = memory.media(settings);
    boolean plain = media.sending() == DaveMedia.Sending.PLAIN;
    require(
        plain == (memory.version().orElse(-1) == 0),
        "frames are unencrypted if and only if the version is 0");
    if (media.sending() == DaveMedia.Sending.ENCRYPTED) {
      require(media.sender().receiver(FakeMls.SELF).isPresent(), "there are keys for sending");
    }
    if (plain && !decision.before().isPlain()) {
      require(versionOf(decision).equals(Optional.of(0)), "the gateway has sent version 0");
    }
    List<DaveEffect> published =
        decision.effects().stream().filter(DaveEffect.PublishMedia.class::isInstance).toList();
    if (media.equals(decision.before().media(settings))) {
      require(published.isEmpty(), "unchanged keys are not published");
    } else {
      require(
          published.equals(List.of(new DaveEffect.PublishMedia(media)))
              && decision.effects().get(0) == published.get(0),
          "changed keys are published before messages are sent");
    }
  }

  /** The version that this event activates explicitly, without an epoch. */
  private static Optional<Integer> versionOf(DaveDecision decision) {
    DaveEvent event = decision.event();
    if (event instanceof DaveEvent.Begin begin) {
      return Optional.of(begin.version());
    }
    if (event instanceof DaveEvent.PrepareTransition prepare && prepare.transitionId() == 0) {
      return Optional.of(prepare.version());
    }
    if (event instanceof DaveEvent.ExecuteTransition execute) {
      return decision
          .before()
          .transitions()
          .find(execute.transitionId())
          .filter(pending -> pending.keys().isEmpty())
          .map(PendingTransitions.Pending::version);
    }
    return Optional.empty();
  }

  private static void checkReady(DaveDecision decision) {
    for (DaveEffect effect : decision.effects()) {
      if (effect instanceof DaveEffect.SendTransitionReady ready) {
        int id = ready.transitionId();
        require(id > 0, "transition 0 is not answered");
        require(!decision.before().transitions().isPending(id), "a transition is answered once");
        require(decision.memory().transitions().isPending(id), "an answered transition is pending");
      }
    }
  }

  /** A report of an invalid commit is followed by a new key package in the same step. */
  private static void checkInvalid(DaveDecision decision) {
    List<DaveEffect> sent =
        decision.effects().stream()
            .filter(
                effect ->
                    effect instanceof DaveEffect.SendInvalidCommitWelcome
                        || effect instanceof DaveEffect.SendKeyPackage)
            .toList();
    if (!sent.isEmpty() && sent.get(0) instanceof DaveEffect.SendInvalidCommitWelcome) {
      require(sent.size() == 2, "a key package follows the report");
      require(
          decision.step().after().state() == DaveState.PENDING,
          "the session restarts in the state Pending");
    } else {
      require(sent.size() < 2, "a step sends at most one key package");
    }
  }

  private static void checkWindows(DaveMemory memory, long nanos) {
    KeyRing keys = memory.keys();
    require(
        keys.plainUntil().orElse(nanos + 1) - nanos > 0,
        "the time for unencrypted frames has not expired");
    keys.held()
        .forEach(
            held ->
                require(held.until().orElse(nanos + 1) - nanos > 0, "the keys have not expired"));
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new AssertionError("The rule does not hold: " + rule);
    }
  }
}
