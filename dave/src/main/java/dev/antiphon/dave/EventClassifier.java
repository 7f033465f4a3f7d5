package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.group.ExternalSender;
import dev.antiphon.dave.internal.mls.group.ProposalQueue;

/** Determines the kind of an event from the session's memory. It calls only the MLS engine. */
final class EventClassifier {
  private static final long FIRST_EPOCH = 1;

  private final DaveLimits limits;
  private final long self;

  EventClassifier(DaveLimits limits, long self) {
    this.limits = limits;
    this.self = self;
  }

  /**
   * The kind of the event.
   *
   * @param followed whether the next event is a message with proposals, too
   */
  Classification classify(DaveMemory memory, DaveEvent event, boolean followed) {
    if (event instanceof DaveEvent.OfGroup message) {
      return memory.membership().group().isEmpty()
          ? Classification.of(DaveEventKind.WITHOUT_GROUP)
          : message(memory, memory.membership().group().get(), message, followed);
    }
    if (event instanceof DaveEvent.ExternalSender sender) {
      return sender(sender);
    }
    return Classification.of(kind(memory, event));
  }

  private static DaveEventKind kind(DaveMemory memory, DaveEvent event) {
    if (event instanceof DaveEvent.Begin begin) {
      return begin.version() == 0 ? DaveEventKind.BEGIN_PLAIN : DaveEventKind.BEGIN_ENCRYPTED;
    }
    if (event instanceof DaveEvent.PrepareTransition prepare) {
      return prepare(memory, prepare);
    }
    if (event instanceof DaveEvent.ExecuteTransition execute) {
      return memory.transitions().isPending(execute.transitionId())
          ? DaveEventKind.EXECUTE
          : DaveEventKind.EXECUTE_UNKNOWN;
    }
    if (event instanceof DaveEvent.PrepareEpoch prepare) {
      return epoch(prepare);
    }
    if (event instanceof DaveEvent.UsersConnected) {
      return DaveEventKind.USERS_CONNECTED;
    }
    if (event instanceof DaveEvent.UserDisconnected) {
      return DaveEventKind.USER_DISCONNECTED;
    }
    if (event instanceof DaveEvent.KeysOverdue) {
      return DaveEventKind.KEYS_OVERDUE;
    }
    return event instanceof DaveEvent.RecoveryDue
        ? DaveEventKind.RECOVERY_DUE
        : DaveEventKind.DECRYPTION_FAILS;
  }

  private static DaveEventKind prepare(DaveMemory memory, DaveEvent.PrepareTransition prepare) {
    if (prepare.transitionId() == 0) {
      return DaveEventKind.TRANSITION_AT_ONCE;
    }
    if (memory.transitions().isAnswered(prepare.transitionId())) {
      return DaveEventKind.TRANSITION_REPEATED;
    }
    return prepare.version() == 0
        ? DaveEventKind.DOWNGRADE_ANNOUNCED
        : DaveEventKind.TRANSITION_ANNOUNCED;
  }

  private static DaveEventKind epoch(DaveEvent.PrepareEpoch prepare) {
    if (prepare.version() == 0) {
      return DaveEventKind.EPOCH_WITHOUT_VERSION;
    }
    return prepare.epoch() == FIRST_EPOCH ? DaveEventKind.NEW_GROUP : DaveEventKind.NEW_VERSION;
  }

  private static Classification sender(DaveEvent.ExternalSender event) {
    try {
      ExternalSender sender = ExternalSender.parse(event.content().toByteArray());
      return Classification.of(DaveEventKind.SENDER).with(sender);
    } catch (MlsException refusal) {
      return Classification.of(DaveEventKind.SENDER_REFUSED).with(refusal);
    }
  }

  private Classification message(
      DaveMemory memory, Group group, DaveEvent.OfGroup message, boolean followed) {
    if (message instanceof DaveEvent.Proposals proposals) {
      return proposals(memory, group, proposals, followed);
    }
    return message instanceof DaveEvent.CommitAnnounced commit
        ? commit(memory.membership(), group, commit)
        : welcome(memory, (DaveEvent.Welcome) message);
  }

  /** The queue is committed only once if more proposals follow. */
  private Classification proposals(
      DaveMemory memory, Group group, DaveEvent.Proposals proposals, boolean followed) {
    ProposalQueue before = memory.membership().queue();
    boolean due = memory.membership().deferred() && !followed;
    try {
      ProposalQueue queue = updated(memory, group, proposals);
      if (queue.proposals().size() == before.proposals().size() && !due) {
        return Classification.of(DaveEventKind.PROPOSALS_REPEATED);
      }
      return followed
          ? Classification.of(DaveEventKind.PROPOSALS_FOLLOWED).with(queue)
          : queued(group, queue);
    } catch (MlsException refusal) {
      if (due) {
        return queued(group, before).with(refusal);
      }
      return Classification.of(ofRefused(refusal, DaveEventKind.PROPOSALS_REFUSED)).with(refusal);
    }
  }

  /** One message can only add proposals, or only remove some. */
  private ProposalQueue updated(DaveMemory memory, Group group, DaveEvent.Proposals proposals)
      throws MlsException {
    ProposalQueue queue =
        group.updateQueue(
            proposals.operation(),
            proposals.content().bytes(),
            memory.membership().queue(),
            user -> user == self || memory.users().contains(user));
    if (queue.proposals().size() > limits.proposals()) {
      throw new MlsException(Refusal.TOO_LARGE, "the queue of proposals");
    }
    return queue;
  }

  private static DaveEventKind ofRefused(MlsException refusal, DaveEventKind kind) {
    return refusal.refusal() == Refusal.WRONG_GROUP ? DaveEventKind.OTHER_CHANNEL : kind;
  }

  private Classification queued(Group group, ProposalQueue queue) {
    if (queue.isEmpty()) {
      return Classification.of(DaveEventKind.PROPOSALS_GONE).with(queue);
    }
    if (group.removesUs(queue)) {
      return Classification.of(DaveEventKind.PROPOSALS_REMOVE_US).with(queue);
    }
    try {
      OwnCommit commit = group.commit(queue);
      checkSize(commit.next());
      return Classification.of(DaveEventKind.PROPOSALS_COMMITTED).with(queue).with(commit);
    } catch (MlsException refusal) {
      return Classification.of(DaveEventKind.PROPOSALS_UNFIT).with(queue).with(refusal);
    }
  }

  private Classification commit(
      Membership membership, Group group, DaveEvent.CommitAnnounced announced) {
    OwnCommit own = membership.commit().orElse(null);
    if (own != null && own.message().equals(announced.content().bytes())) {
      return Classification.of(DaveEventKind.COMMIT_OWN).with(own.next());
    }
    if (!membership.isMember()) {
      return Classification.of(
          group.isOfAnotherGroup(announced.content().bytes())
              ? DaveEventKind.OTHER_CHANNEL
              : DaveEventKind.COMMIT_BEFORE_MEMBERSHIP);
    }
    if (group.isPast(announced.content().bytes())) {
      return Classification.of(DaveEventKind.COMMIT_PAST);
    }
    try {
      Group next = checkSize(group.applyCommit(announced.content().bytes(), membership.queue()));
      return Classification.of(DaveEventKind.COMMIT_APPLIES).with(next);
    } catch (MlsException refusal) {
      return refusal.refusal() == Refusal.SELF_REMOVED
          ? Classification.of(DaveEventKind.COMMIT_REMOVES_US)
          : Classification.of(ofRefused(refusal, DaveEventKind.COMMIT_INVALID)).with(refusal);
    }
  }

  private Classification welcome(DaveMemory memory, DaveEvent.Welcome welcome) {
    if (memory.membership().isMember()) {
      return Classification.of(DaveEventKind.WELCOME_LATE);
    }
    try {
      PendingMember pendingMember = memory.membership().pendingMember().orElseThrow();
      Group group = pendingMember.join(welcome.content().bytes(), memory.sender().orElseThrow());
      return Classification.of(DaveEventKind.WELCOME_VALID).with(checkSize(group));
    } catch (MlsException refusal) {
      return refusal.refusal() == Refusal.NOT_FOR_US
          ? Classification.of(DaveEventKind.WELCOME_FOR_ANOTHER).with(refusal)
          : Classification.of(ofRefused(refusal, DaveEventKind.WELCOME_INVALID)).with(refusal);
    }
  }

  private Group checkSize(Group group) throws MlsException {
    if (group.members().size() > limits.users()) {
      group.close();
      throw new MlsException(Refusal.TOO_LARGE, "the group");
    }
    return group;
  }
}
