package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.group.Member;
import dev.antiphon.dave.internal.mls.group.ProposalQueue;
import java.util.List;
import java.util.function.LongPredicate;

/** A group in one epoch, as the session uses it. Immutable. */
interface Group extends AutoCloseable {
  /** The number of the epoch, unsigned. */
  long epoch();

  /** The members, including us. */
  List<Member> members();

  /** The epoch authenticator, which members compare: 32 bytes. */
  Bytes authenticator();

  /** The secret from which the keys for a member's frames derive. The caller closes it. */
  Secret mediaSecret(long userId);

  /**
   * The queue after a message of op 27. If one proposal of the message is invalid, all of them are
   * refused.
   */
  ProposalQueue updateQueue(
      int operation, Bytes content, ProposalQueue queue, LongPredicate recognised)
      throws MlsException;

  /** Whether the proposals remove us. */
  boolean removesUs(ProposalQueue queue);

  /** A commit of the whole queue. */
  OwnCommit commit(ProposalQueue queue) throws MlsException;

  /** Whether a commit belongs to another group, which is the group of another channel. */
  boolean isOfAnotherGroup(Bytes commit);

  /** Whether a commit belongs to an earlier epoch of this group. */
  boolean isPast(Bytes commit);

  /** The group in the next epoch, after another member's commit. */
  Group applyCommit(Bytes commit, ProposalQueue queue) throws MlsException;

  @Override
  void close();
}
