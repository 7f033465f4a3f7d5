package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.group.ExternalSender;
import dev.antiphon.dave.internal.mls.group.ProposalQueue;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kind of an event, and the result of the MLS engine for it.
 *
 * @param kind the kind of the event: a line of the table
 * @param sender the external sender that the event announces
 * @param queue the proposals that await a commit after the event
 * @param commit our commit of these proposals
 * @param group the group in its new epoch
 * @param refusal the reason why the event, or a part of it, was refused
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

  /**
   * The objects that the MLS engine created for the event. They must be wiped unless the session
   * keeps them.
   */
  Stream<AutoCloseable> created() {
    return Stream.concat(group.stream(), commit.map(OwnCommit::next).stream());
  }
}
