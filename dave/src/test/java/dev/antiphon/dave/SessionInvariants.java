package dev.antiphon.dave;

import java.util.List;
import java.util.Optional;

/** What holds after every step, whatever came before it. */
final class SessionInvariants {
  private SessionInvariants() {}

  static void check(DaveDecision decision, DaveLimits limits, long nanos) {
    checkState(decision.step().after());
    checkLimits(decision.memory(), limits);
    checkIdle(decision);
    checkSending(decision);
    checkReady(decision);
    checkInvalid(decision);
    checkWindows(decision.memory(), nanos);
  }

  private static void checkState(DaveConfiguration after) {
    DaveMemory memory = after.memory();
    Membership membership = memory.membership();
    boolean own = membership.commit().isPresent();
    switch (after.state()) {
      case DISABLED -> require(membership == Membership.NONE, "no group while disabled");
      case PENDING -> {
        require(
            membership.pendingMember().isPresent() && !own, "a pending member without a commit");
        require(
            membership.group().isPresent() == memory.sender().isPresent(),
            "a group of our own as soon as the sender is known");
      }
      case AWAITING_COMMIT -> {
        require(membership.group().isPresent() && own, "a group and a commit for it");
        require(!membership.queue().isEmpty(), "something committed");
      }
      case ACTIVE -> require(membership.isMember() && !own, "a member without a commit");
    }
  }

  private static void checkLimits(DaveMemory memory, DaveLimits limits) {
    EarlyMessages early = memory.early();
    require(memory.users().size() <= limits.users(), "users");
    require(memory.membership().queue().proposals().size() <= limits.proposals(), "proposals");
    require(memory.transitions().pending().size() <= limits.transitions(), "transitions");
    require(!memory.transitions().isPending(0), "transition 0 is never pending");
    require(memory.keys().held().size() <= limits.epochs(), "epochs");
    require(early.messages().size() <= limits.keptMessages(), "kept messages");
    require(early.bytes() <= limits.keptBytes(), "kept bytes");
    require(
        early.bytes() == early.messages().stream().mapToInt(m -> m.content().length()).sum(),
        "kept bytes are counted");
  }

  /** What is ignored or refused changes nothing but that time goes by. */
  private static void checkIdle(DaveDecision decision) {
    DaveState from = decision.step().before().state();
    require(decision.row().from().contains(from), "a row of the state");
    require(!decision.row().note().equals(DaveRows.IMPOSSIBLE), "what cannot be is not");
    if (decision.row().actions().isEmpty()) {
      DaveMemory before = decision.before().with(decision.memory().keys());
      require(decision.memory().equals(before), "nothing is remembered");
      require(decision.step().after().state() == from, "the state stays");
    }
  }

  /** Frames go out in clear only when the gateway has said version 0. */
  private static void checkSending(DaveDecision decision) {
    DaveMemory memory = decision.memory();
    DaveMedia media = memory.media(FakeMls.SELF);
    boolean plain = media.sending() == DaveMedia.Sending.PLAIN;
    require(plain == (memory.version().orElse(-1) == 0), "in clear if the version is 0");
    if (media.sending() == DaveMedia.Sending.ENCRYPTED) {
      require(media.sender().receiver(FakeMls.SELF).isPresent(), "keys to send with");
    }
    if (plain && !decision.before().isPlain()) {
      require(versionOf(decision).equals(Optional.of(0)), "the gateway has said version 0");
    }
    List<DaveEffect> published =
        decision.effects().stream().filter(DaveEffect.PublishMedia.class::isInstance).toList();
    if (media.equals(decision.before().media(FakeMls.SELF))) {
      require(published.isEmpty(), "what has not changed is not published");
    } else {
      require(
          published.equals(List.of(new DaveEffect.PublishMedia(media)))
              && decision.effects().get(0) == published.get(0),
          "what has changed is published before anything is sent");
    }
  }

  /** The version that this event puts in force by what it says, not by an epoch that it brings. */
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
        require(!decision.before().transitions().isPending(id), "answered once");
        require(decision.memory().transitions().isPending(id), "answered when prepared");
      }
    }
  }

  /** Who says that it is lost offers a fresh key package at once. */
  private static void checkInvalid(DaveDecision decision) {
    List<DaveEffect> sent =
        decision.effects().stream()
            .filter(
                effect ->
                    effect instanceof DaveEffect.SendInvalidCommitWelcome
                        || effect instanceof DaveEffect.SendKeyPackage)
            .toList();
    if (!sent.isEmpty() && sent.get(0) instanceof DaveEffect.SendInvalidCommitWelcome) {
      require(sent.size() == 2, "a key package follows");
      require(decision.step().after().state() == DaveState.PENDING, "it begins anew");
    } else {
      require(sent.size() < 2, "one key package at a time");
    }
  }

  private static void checkWindows(DaveMemory memory, long nanos) {
    KeyRing keys = memory.keys();
    require(keys.plainUntil().orElse(nanos + 1) - nanos > 0, "clear frames have an end");
    keys.held()
        .forEach(held -> require(held.until().orElse(nanos + 1) - nanos > 0, "keys have an end"));
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new AssertionError("broken: " + rule);
    }
  }
}
