package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.tree.RatchetTree;
import java.util.Optional;

/**
 * What is public of an epoch to its members.
 *
 * @param profile how much of MLS is accepted
 * @param gateway who proposes; absent only in tests against the official vectors
 * @param context the group context
 * @param interimTranscriptHash what the next commit's transcript continues from
 * @param tree the ratchet tree
 */
record GroupState(
    Profile profile,
    Optional<ExternalSender> gateway,
    GroupContext context,
    Bytes interimTranscriptHash,
    RatchetTree tree) {
  /** The state that a commit has led to. */
  GroupState next(GroupContext newContext, Bytes confirmationTag, RatchetTree newTree) {
    Bytes interim = Transcript.interim(newContext.confirmedTranscriptHash(), confirmationTag);
    return new GroupState(profile, gateway, newContext, interim, newTree);
  }
}
