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
    checkRequired(decision.memory(), settings);
    checkRecoveries(decision, settings.limits(), nanos);
    checkLost(decision);
    checkWait(decision, settings, nanos);
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
        plain == (memory.version().orElse(-1) == 0 && !settings.required()),
        "frames are unencrypted if and only if the version is 0 and encryption is not required");
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

  /** If encryption is required, unencrypted frames are neither sent nor accepted. */
  private static void checkRequired(DaveMemory memory, DaveSettings settings) {
    DaveMedia media = memory.media(settings);
    if (settings.required()) {
      require(media.sending() != DaveMedia.Sending.PLAIN, "unencrypted frames are not sent");
      require(
          !media.plain() && media.plainUntil().isEmpty(), "unencrypted frames are not accepted");
    }
  }

  /** Each recovery belongs to the budget, and their spacing grows. */
  private static void checkRecoveries(DaveDecision decision, DaveLimits limits, long nanos) {
    Recovery before = decision.before().recovery();
    Recovery after = decision.memory().recovery();
    boolean reported =
        decision.effects().stream().anyMatch(DaveEffect.SendInvalidCommitWelcome.class::isInstance);
    require(after.used() <= limits.recoveries(), "the number of recoveries is limited");
    if (reported) {
      int counted = before.used(nanos, limits);
      require(counted < limits.recoveries(), "a recovery is left");
      require(after.used() == counted + 1, "the recovery is counted");
      require(
          counted == 0
              || nanos - before.last().orElseThrow()
                  >= limits.recoverySpacing().toNanos() << (counted - 1),
          "the spacing of recoveries is kept");
    } else {
      require(
          after.used() == before.used() && after.last().equals(before.last()),
          "without op 31 there is no recovery");
    }
  }

  /** In the state Lost, nothing is sent except the answer to a transition. */
  private static void checkLost(DaveDecision decision) {
    Recovery.Phase phase = decision.memory().recovery().phase();
    boolean isLost = decision.step().after().state() == DaveState.LOST;
    require(
        isLost == (phase == Recovery.Phase.POSTPONED || phase == Recovery.Phase.SPENT),
        "in the state Lost a recovery is postponed, or none is left");
    boolean waits =
        decision.effects().stream().anyMatch(DaveEffect.AwaitRecovery.class::isInstance);
    require(!waits || phase == Recovery.Phase.POSTPONED, "a recovery is awaited if postponed");
    require(
        waits
            || phase != Recovery.Phase.POSTPONED
            || decision.before().recovery().phase() == Recovery.Phase.POSTPONED,
        "the owner is told to wait when a recovery is postponed");
    require(
        !isLost
            || decision.effects().stream()
                .noneMatch(
                    effect ->
                        effect instanceof DaveEffect.SendKeyPackage
                            || effect instanceof DaveEffect.SendCommitWelcome
                            || effect instanceof DaveEffect.SendInvalidCommitWelcome),
        "in the state Lost nothing is sent to the group");
  }

  /** The wait for keys follows from its definition. */
  private static void checkWait(DaveDecision decision, DaveSettings settings, long nanos) {
    DaveMemory memory = decision.memory();
    DaveEncryption encryption = memory.encryption(settings);
    boolean others = memory.users().stream().anyMatch(user -> user != settings.self());
    boolean waiting = encryption.status() == DaveEncryption.Status.WAITING;
    boolean missing = others && isEncrypted(memory) && lacksKeys(memory);
    boolean plain = others && settings.required() && memory.isPlain();
    require(encryption.awaitsKeys() == (missing || plain), "keys are awaited as defined");
    require(
        encryption.keyWait().isPresent() == (waiting || missing),
        "there is a wait if and only if the status is WAITING or keys are awaited");
    require(
        !waiting || others || reason(encryption) == KeyWait.Reason.ALONE,
        "who is alone waits for nobody");
    if (missing && memory.recovery().phase() == Recovery.Phase.SPENT) {
      require(
          reason(encryption) == KeyWait.Reason.RECOVERIES_SPENT
              || reason(encryption) == KeyWait.Reason.NOT_ENCRYPTED,
          "a spent session says so");
    }
    checkSince(decision, encryption, settings, nanos);
  }

  private static void checkSince(
      DaveDecision decision, DaveEncryption after, DaveSettings settings, long nanos) {
    DaveEncryption before = decision.before().encryption(settings);
    if (after.keyWait().isPresent()) {
      boolean continues = before.keyWait().isPresent() && before.awaitsKeys() == after.awaitsKeys();
      require(
          after
              .keyWait()
              .get()
              .since()
              .equals(continues ? before.keyWait().get().since() : settings.timeOfDay(nanos)),
          "a change of the reason does not begin another wait");
    }
    List<DaveEffect> changes =
        decision.effects().stream().filter(DaveEffect.EncryptionChanged.class::isInstance).toList();
    require(
        changes.equals(
            after.equals(before) ? List.of() : List.of(new DaveEffect.EncryptionChanged(after))),
        "each change of the status is told once");
  }

  private static KeyWait.Reason reason(DaveEncryption encryption) {
    return encryption.keyWait().orElseThrow().reason();
  }

  private static boolean isEncrypted(DaveMemory memory) {
    return memory.version().isPresent()
        && (memory.version().getAsInt() > 0 || memory.nextVersion() > 0);
  }

  private static boolean lacksKeys(DaveMemory memory) {
    KeyRing keys = memory.keys();
    return !memory.membership().isMember()
        || !memory.membership().queue().isEmpty()
        || keys.sending().isEmpty()
        || keys.newest().orElseThrow() > keys.sending().getAsInt();
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
