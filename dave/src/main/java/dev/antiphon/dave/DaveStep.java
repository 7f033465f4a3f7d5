package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.group.ProposalQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A step in progress: a mutable draft of the new memory and of the messages to send. It exists only
 * inside {@link DaveFlow#decide}, so the decision as a whole is a pure function.
 */
final class DaveStep {
  private final DaveSituation situation;
  private final Supplier<PendingMember> pendingMembers;
  private final List<DaveEffect> sent = new ArrayList<>();
  private DaveMemory memory;

  DaveStep(DaveSituation situation, Supplier<PendingMember> pendingMembers) {
    this.situation = situation;
    this.pendingMembers = pendingMembers;
    this.memory = situation.memory();
  }

  DaveMemory memory() {
    return memory;
  }

  List<DaveEffect> sent() {
    return sent;
  }

  private DaveLimits limits() {
    return situation.limits();
  }

  private long after(Duration duration) {
    return situation.nanos() + duration.toNanos();
  }

  void setVersion() {
    if (situation.event() instanceof DaveEvent.Begin begin) {
      memory =
          memory
              .withVersion(begin.version())
              .withNextVersion(begin.version())
              .with(PendingTransitions.NONE)
              .with(memory.recovery().over());
    }
  }

  void setNextVersion() {
    if (situation.event() instanceof DaveEvent.PrepareEpoch epoch) {
      memory = memory.withNextVersion(epoch.version());
    }
  }

  void forgetKeys() {
    memory = memory.with(memory.keys().cleared());
  }

  void clearBuffer() {
    memory = memory.with(EarlyMessages.NONE);
  }

  void leaveGroup() {
    memory = memory.with(Membership.NONE);
  }

  void sendKeyPackage() {
    PendingMember pendingMember = pendingMembers.get();
    memory =
        memory.with(Membership.of(pendingMember, memory.sender().map(pendingMember::createGroup)));
    sent.add(new DaveEffect.SendKeyPackage(DaveBytes.of(pendingMember.keyPackage())));
  }

  void storeSender() {
    situation.classification().sender().ifPresent(sender -> memory = memory.with(sender));
  }

  void createGroup() {
    PendingMember pendingMember = memory.membership().pendingMember().orElseThrow();
    memory =
        memory.with(Membership.of(pendingMember, memory.sender().map(pendingMember::createGroup)));
  }

  void addUsers() {
    if (situation.event() instanceof DaveEvent.UsersConnected connected) {
      Set<Long> users = new HashSet<>(memory.users());
      for (long user : connected.userIds()) {
        if (users.size() < limits().users()) {
          users.add(user);
        }
      }
      memory = memory.with(users);
    }
  }

  void removeUser() {
    if (situation.event() instanceof DaveEvent.UserDisconnected disconnected) {
      Set<Long> users = new HashSet<>(memory.users());
      users.remove(disconnected.userId());
      memory = memory.with(users);
    }
  }

  /** The result of this event's transition. */
  private PendingTransitions.Pending announced() {
    return situation.event() instanceof DaveEvent.PrepareTransition prepare
        ? new PendingTransitions.Pending(prepare.version(), OptionalInt.empty())
        : new PendingTransitions.Pending(memory.nextVersion(), memory.keys().newest());
  }

  void prepareTransition() {
    PendingTransitions.Pending pending = announced();
    memory =
        memory
            .withNextVersion(pending.version())
            .with(
                memory
                    .transitions()
                    .with(situation.transitionId(), pending, limits().transitions()));
  }

  void executeTransition() {
    int id = situation.transitionId();
    PendingTransitions.Pending pending = memory.transitions().find(id).orElseGet(this::announced);
    int version = versionAfter(pending);
    KeyRing keys = keysAfter(pending, version);
    memory = memory.withVersion(version).with(keys).with(memory.transitions().executed(id));
    if (situation.event() instanceof DaveEvent.PrepareTransition) {
      memory = memory.withNextVersion(version);
    }
  }

  /**
   * A new epoch alone never ends the encryption, because an announced downgrade may never be
   * executed.
   */
  private int versionAfter(PendingTransitions.Pending pending) {
    boolean isDowngrade = pending.version() == 0;
    return isDowngrade && pending.keys().isPresent()
        ? memory.version().orElse(DaveMemory.HIGHEST_VERSION)
        : pending.version();
  }

  private KeyRing keysAfter(PendingTransitions.Pending pending, int version) {
    long retireAt = after(limits().keyRetention());
    OptionalInt sending = version == 0 ? OptionalInt.empty() : sendingAfter(pending);
    KeyRing keys = memory.keys().sendingWith(sending, memory.membership().isMember(), retireAt);
    if (version == 0) {
      return keys.withoutPlainWindow();
    }
    return memory.isPlain() ? keys.acceptingPlainUntil(after(limits().upgradeWindow())) : keys;
  }

  /**
   * The keys of the transition. If it has no keys, or its keys are already deleted, the newest keys
   * of the group.
   */
  private OptionalInt sendingAfter(PendingTransitions.Pending pending) {
    OptionalInt newest =
        memory.membership().isMember() ? memory.keys().newestLasting() : OptionalInt.empty();
    return pending.keys().isPresent() ? memory.keys().notBefore(pending.keys().getAsInt()) : newest;
  }

  void acceptPlain() {
    memory = memory.with(memory.keys().acceptingPlainUntil(after(limits().downgradeWindow())));
  }

  void sendReady() {
    sent.add(new DaveEffect.SendTransitionReady(situation.transitionId()));
  }

  void sendInvalid() {
    sent.add(new DaveEffect.SendInvalidCommitWelcome(reported()));
    memory = memory.with(memory.recovery().begun(situation.nanos(), limits()));
  }

  /** The transition that op 31 reports. */
  private int reported() {
    if (situation.event() instanceof DaveEvent.OfTransition of) {
      return of.transitionId();
    }
    Recovery recovery = memory.recovery();
    return recovery.phase() == Recovery.Phase.POSTPONED
        ? recovery.report()
        : memory.transitions().last();
  }

  void postponeRecovery() {
    long delay = memory.recovery().nanosUntilNext(situation.nanos(), limits());
    memory = memory.with(memory.recovery().postponed(reported()));
    sent.add(new DaveEffect.AwaitRecovery(Duration.ofNanos(delay)));
  }

  void giveUp() {
    memory = memory.with(memory.recovery().spent());
  }

  void forgetLoss() {
    memory = memory.with(memory.recovery().inNewGroup());
  }

  void noteOtherChannel() {
    memory = memory.with(memory.recovery().ofAnotherChannel());
  }

  void queue() {
    ProposalQueue queue = situation.classification().queue().orElse(ProposalQueue.EMPTY);
    boolean followed = situation.classification().kind() == DaveEventKind.PROPOSALS_FOLLOWED;
    memory = memory.with(memory.membership().with(queue, followed));
  }

  void sendCommit() {
    OwnCommit commit = situation.classification().commit().orElseThrow();
    memory = memory.with(memory.membership().with(Optional.of(commit)));
    sent.add(new DaveEffect.SendCommitWelcome(DaveBytes.of(commit.payload())));
  }

  void discardCommit() {
    memory = memory.with(memory.membership().with(Optional.empty()));
  }

  void enterEpoch() {
    Group group = situation.classification().group().orElseThrow();
    EpochKeys keys = EpochKeys.of(memory.keys().next(), group, situation.settings().self());
    memory =
        memory
            .with(Membership.of(group))
            .with(memory.keys().with(keys, limits().epochs()))
            .with(memory.recovery().over());
  }

  void bufferMessage() {
    if (situation.event() instanceof DaveEvent.OfGroup message) {
      memory = memory.with(memory.early().with(message));
    }
  }
}
