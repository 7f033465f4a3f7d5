package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.group.Member;
import dev.antiphon.dave.internal.mls.group.ProposalQueue;
import java.util.List;
import java.util.function.LongPredicate;

/** What the session asks of a group in one epoch, which never changes. */
interface Group extends AutoCloseable {
  /** The epoch. */
  long epoch();

  /** The members, ourselves among them. */
  List<Member> members();

  /** What members compare: 32 bytes. */
  Bytes authenticator();

  /** The secret from which the keys for a member's frames derive; the caller's to close. */
  Secret mediaSecret(long userId);

  /** The queue after a message of op 27, or the refusal of all that is in it. */
  ProposalQueue amend(int operation, Bytes content, ProposalQueue queue, LongPredicate recognised)
      throws MlsException;

  /** Whether the proposals remove us. */
  boolean removesUs(ProposalQueue queue);

  /** A commit of the whole queue. */
  OwnCommit commit(ProposalQueue queue) throws MlsException;

  /** Whether a commit belongs to an epoch of this group that is over. */
  boolean isPast(Bytes commit);

  /** The epoch that another member's commit leads into. */
  Group follow(Bytes commit, ProposalQueue queue) throws MlsException;

  @Override
  void close();
}
