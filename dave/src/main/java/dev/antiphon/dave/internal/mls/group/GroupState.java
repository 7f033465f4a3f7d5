package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.tree.RatchetTree;
import java.util.Optional;

/**
 * The part of an epoch that all its members share, without secrets.
 *
 * @param profile the accepted features of MLS
 * @param gateway the sender of proposals; absent only in tests against the official vectors
 * @param context the group context
 * @param interimTranscriptHash the start value for the transcript hash of the next commit
 * @param tree the ratchet tree
 */
record GroupState(
    Profile profile,
    Optional<ExternalSender> gateway,
    GroupContext context,
    Bytes interimTranscriptHash,
    RatchetTree tree) {
  /** The state after a commit. */
  GroupState next(GroupContext newContext, Bytes confirmationTag, RatchetTree newTree) {
    Bytes interim = TranscriptHash.interim(newContext.confirmedTranscriptHash(), confirmationTag);
    return new GroupState(profile, gateway, newContext, interim, newTree);
  }
}
