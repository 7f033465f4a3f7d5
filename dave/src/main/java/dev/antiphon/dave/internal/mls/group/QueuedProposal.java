package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;

/**
 * A proposal that an epoch has checked, to be committed in that epoch.
 *
 * @param reference its ProposalRef
 * @param epoch the number of the epoch
 * @param sender who proposed it
 * @param proposal what it says
 */
public record QueuedProposal(Bytes reference, long epoch, Sender sender, Proposal proposal) {}
