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
 * One member's view of a group between two commits (RFC 9420, sections 8 and 12). Immutable: a
 * refused message changes nothing, and a commit creates another epoch. Each epoch has its own
 * copies of secrets, so the epochs can be closed in any order. Closing wipes this epoch's secrets;
 * its methods then throw {@link IllegalStateException}. Safe for use from any thread until it is
 * closed.
 */
public final class Epoch implements AutoCloseable {
  private static final int NO_LEAF = -1;

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

  /** The number of the epoch, unsigned; 0 for a new group with one member. */
  public long number() {
    return state.context().epoch();
  }

  /** The id of the group: the channel id, 8 bytes. */
  public Bytes groupId() {
    return state.context().groupId();
  }

  /** The index of this member's leaf. */
  public int leaf() {
    return keys.leaf();
  }

  /** The members of the group, in the order of their leaves. */
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
   * The members of the group after a commit of these proposals. It refuses the same proposals as
   * {@link #commit}, except that it does not check the committer.
   */
  public List<Member> membersAfter(ProposalQueue queue) throws MlsException {
    return queue.isEmpty()
        ? members()
        : members(ProposalList.apply(state, queue.proposals(), NO_LEAF, NO_LEAF).tree());
  }

  /**
   * The epoch authenticator: 32 bytes. Members compare it to verify that they are in the same
   * epoch; the privacy code derives from it (RFC 9420, section 8.7; whitepaper, section
   * Verification).
   */
  public Bytes authenticator() {
    return Bytes.copyOf(schedule.authenticator().toArray());
  }

  /**
   * Exports a secret of this epoch for use outside MLS (RFC 9420, section 8.5). The caller closes
   * it.
   *
   * @param label the purpose of the secret
   * @param context the object that the secret belongs to
   * @param length its length in bytes
   */
  public Secret export(String label, Bytes context, int length) {
    return schedule.export(label, context, length);
  }

  /**
   * Checks one proposal of op 27 before it is queued: group, epoch, sender, content and signatures.
   * A conflict with other proposals is found only when they are committed.
   *
   * @param recognised tests whether the gateway has announced a user
   */
  public QueuedProposal check(PublicMessage proposal, LongPredicate recognised)
      throws MlsException {
    return new ProposalValidator(state, schedule.membership()).check(proposal, recognised);
  }

  /**
   * Creates a commit of all these proposals by reference, and a welcome for the new members. The
   * commit has a path only if the path is required. Refuses an empty queue, and a queue that
   * removes this member.
   */
  public PreparedCommit commit(ProposalQueue queue) throws MlsException {
    return new CommitBuilder(this).build(queue);
  }

  /**
   * Processes another member's commit, after all checks, and returns the next epoch. Refuses this
   * member's own commit, because its {@link PreparedCommit} already contains the next epoch.
   *
   * @param queue the proposals received in this epoch; the commit refers to all or some of them
   */
  public Epoch apply(PublicMessage commit, ProposalQueue queue) throws MlsException {
    return new CommitProcessor(this).process(commit, queue);
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

  /** The group, the number of the epoch and this member's leaf. */
  @Override
  public String toString() {
    return "Epoch[" + groupId() + " " + Long.toUnsignedString(number()) + ", leaf " + leaf() + "]";
  }
}
