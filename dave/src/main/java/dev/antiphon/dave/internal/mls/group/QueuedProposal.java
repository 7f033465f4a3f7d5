package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;

/**
 * A validated proposal, to be committed in its epoch.
 *
 * @param reference the ProposalRef
 * @param epoch the number of the epoch
 * @param sender the sender of the proposal
 * @param proposal the proposal
 */
public record QueuedProposal(Bytes reference, long epoch, Sender sender, Proposal proposal) {}
