package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.group.ProposalQueue;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The group that we are in, or that we are joining.
 *
 * <p>Invariant: while there is a pending member, we are not a member. The group, if there is one,
 * is then our own group at epoch 0. A commit belongs to the group and commits the queue.
 *
 * @param pendingMember our key package and its keys; absent once we are a member
 * @param group the group
 * @param queue the proposals of the group that await a commit
 * @param commit the commit that we have sent, if there is one
 * @param deferred whether the queue has changed and is committed only after more proposals
 */
record Membership(
    Optional<PendingMember> pendingMember,
    Optional<Group> group,
    ProposalQueue queue,
    Optional<OwnCommit> commit,
    boolean deferred) {

  static final Membership NONE =
      new Membership(
          Optional.empty(), Optional.empty(), ProposalQueue.EMPTY, Optional.empty(), false);

  static Membership of(PendingMember pendingMember, Optional<Group> own) {
    return new Membership(
        Optional.of(pendingMember), own, ProposalQueue.EMPTY, Optional.empty(), false);
  }

  static Membership of(Group group) {
    return new Membership(
        Optional.empty(), Optional.of(group), ProposalQueue.EMPTY, Optional.empty(), false);
  }

  Membership with(ProposalQueue newQueue, boolean isDeferred) {
    return new Membership(pendingMember, group, newQueue, commit, isDeferred);
  }

  Membership with(Optional<OwnCommit> newCommit) {
    return new Membership(pendingMember, group, queue, newCommit, deferred);
  }

  boolean isMember() {
    return pendingMember.isEmpty() && group.isPresent();
  }

  /** The group, if we are a member of it. */
  Optional<Group> joined() {
    return isMember() ? group : Optional.empty();
  }

  boolean hasMember(long userId) {
    return isMember()
        && group.get().members().stream().anyMatch(member -> member.userId() == userId);
  }

  /** All objects that must be closed, and so wiped, when they are no longer needed. */
  Stream<AutoCloseable> closeables() {
    return Stream.of(pendingMember, group, commit.map(OwnCommit::next)).flatMap(Optional::stream);
  }

  /** The status of the membership. It contains no key. */
  @Override
  public String toString() {
    return "Membership["
        + (isMember() ? "member" : pendingMember.isPresent() ? "pending" : "none")
        + group.map(known -> ", epoch " + Long.toUnsignedString(known.epoch())).orElse("")
        + ", "
        + queue.proposals().size()
        + " queued"
        + (commit.isPresent() ? ", commit sent" : "")
        + "]";
  }
}
