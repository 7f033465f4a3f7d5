package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.tree.LeafNode;
import dev.antiphon.dave.internal.mls.tree.MemberKeys;
import dev.antiphon.dave.internal.mls.tree.RatchetTree;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * One member's view of a group between two commits (RFC 9420, sections 8 and 12). It never changes:
 * what is refused leaves it as it was, and a commit gives another epoch with secrets of its own, so
 * that either may be closed first. Closing wipes this epoch's secrets; its methods then throw
 * {@link IllegalStateException}. Safe for use from any thread until it is closed.
 */
public final class Epoch implements AutoCloseable {
  private static final int NOBODY = -1;

  private final GroupState state;
  private final MemberKeys keys;
  private final KeySchedule schedule;
  private final MemberIdentity identity;

  Epoch(GroupState state, MemberKeys keys, KeySchedule schedule, MemberIdentity identity) {
    this.state = state;
    this.keys = keys;
    this.schedule = schedule;
    this.identity = identity;
  }

  /** The number of the epoch, unsigned; 0 for a group that nobody has joined yet. */
  public long number() {
    return state.context().epoch();
  }

  /** The group: the channel id, 8 bytes. */
  public Bytes groupId() {
    return state.context().groupId();
  }

  /** The index of this member's leaf. */
  public int leaf() {
    return keys.leaf();
  }

  /** Who is in the group, by ascending leaf. */
  public List<Member> members() {
    return members(state.tree());
  }

  private static List<Member> members(RatchetTree tree) {
    return tree.leaves().stream()
        .map(index -> member(index, tree.leaf(index).orElseThrow()))
        .toList();
  }

  private static Member member(int index, LeafNode leaf) {
    return new Member(index, leaf.credential().userId(), leaf.signatureKey());
  }

  /**
   * Who will be in the group when these proposals are committed, by anybody but those they remove.
   * Refuses what {@link #commit} would refuse, save that it does not ask who commits.
   */
  public List<Member> membersAfter(ProposalQueue queue) throws MlsException {
    return queue.isEmpty()
        ? members()
        : members(ProposalList.apply(state, queue.proposals(), NOBODY, NOBODY).tree());
  }

  /**
   * What members can compare to know that they are in the same epoch: 32 bytes, from which the
   * privacy code is made (RFC 9420, section 8.7; whitepaper, section Verification).
   */
  public Bytes authenticator() {
    return Bytes.copyOf(schedule.authenticator().toArray());
  }

  /**
   * A secret of this epoch for something outside MLS (RFC 9420, section 8.5); the caller's to
   * close.
   *
   * @param label what it is for
   * @param context what it belongs to
   * @param length its length in bytes
   */
  public Secret export(String label, Bytes context, int length) {
    return schedule.export(label, context, length);
  }

  /**
   * Checks one proposal of op 27, which may then be queued: group, epoch, that it is the gateway's,
   * what it says, signatures. Whether it fits the others is asked when they are committed.
   *
   * @param recognised which users the gateway has announced
   */
  public QueuedProposal check(PublicMessage proposal, LongPredicate recognised)
      throws MlsException {
    return new ProposalCheck(state, schedule.membership()).check(proposal, recognised);
  }

  /**
   * Makes a commit of all these proposals by reference, with a path only where one is required, and
   * a welcome for those whom it adds. Refuses an empty queue, and one that removes this member.
   */
  public PreparedCommit commit(ProposalQueue queue) throws MlsException {
    return new Committing(this).commit(queue);
  }

  /**
   * Follows another member's commit into the next epoch, after all checks. Refuses this member's
   * own, whose epoch its {@link PreparedCommit} holds.
   *
   * @param queue the proposals received in this epoch, of which the commit may name some
   */
  public Epoch apply(PublicMessage commit, ProposalQueue queue) throws MlsException {
    return new Following(this).follow(commit, queue);
  }

  GroupState state() {
    return state;
  }

  MemberKeys keys() {
    return keys;
  }

  KeySchedule schedule() {
    return schedule;
  }

  MemberIdentity identity() {
    return identity;
  }

  /** Wipes the epoch's secrets. */
  @Override
  public void close() {
    keys.close();
    schedule.close();
  }

  /** The group, the number and this member's leaf. */
  @Override
  public String toString() {
    return "Epoch[" + groupId() + " " + Long.toUnsignedString(number()) + ", leaf " + leaf() + "]";
  }
}
