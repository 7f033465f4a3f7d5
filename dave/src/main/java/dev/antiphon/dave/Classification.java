package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.group.ExternalSender;
import dev.antiphon.dave.internal.mls.group.ProposalQueue;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kind of an event, and what the MLS engine has made of it.
 *
 * @param kind the line of the table
 * @param sender the external sender that it announces
 * @param queue the proposals that await a commit after it
 * @param commit our commit of them
 * @param group the group in the epoch that it leads into
 * @param refusal why it, or a part of it, was refused
 */
record Classification(
    DaveEventKind kind,
    Optional<ExternalSender> sender,
    Optional<ProposalQueue> queue,
    Optional<OwnCommit> commit,
    Optional<Group> group,
    Optional<MlsException> refusal) {

  static Classification of(DaveEventKind kind) {
    return new Classification(
        kind,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  Classification with(ExternalSender newSender) {
    return new Classification(kind, Optional.of(newSender), queue, commit, group, refusal);
  }

  Classification with(ProposalQueue newQueue) {
    return new Classification(kind, sender, Optional.of(newQueue), commit, group, refusal);
  }

  Classification with(OwnCommit newCommit) {
    return new Classification(kind, sender, queue, Optional.of(newCommit), group, refusal);
  }

  Classification with(Group newGroup) {
    return new Classification(kind, sender, queue, commit, Optional.of(newGroup), refusal);
  }

  Classification with(MlsException why) {
    return new Classification(kind, sender, queue, commit, group, Optional.of(why));
  }

  /** What was made for it. It has to be wiped unless the step keeps it. */
  Stream<AutoCloseable> made() {
    return Stream.concat(group.stream(), commit.map(OwnCommit::next).stream());
  }
}
