/**
 * Groups in DAVE's profile of MLS: epochs, proposals, commits and welcomes (RFC 9420, sections 6,
 * 8, 10 to 12; Discord's DAVE protocol whitepaper 1.1.4).
 *
 * <p>A member is a {@link dev.antiphon.dave.internal.mls.group.Candidate} first, then has one
 * {@link dev.antiphon.dave.internal.mls.group.Epoch} after another; each of these is complete and
 * never changes, so that a losing commit, a revoked proposal or a refused message leaves nothing
 * behind. What a delivery service needs without being a member is here too: {@link
 * dev.antiphon.dave.internal.mls.group.ExternalProposer} and the messages themselves. When
 * something is sent, and what follows from a refusal, is decided elsewhere.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.dave.internal.mls.group;

import org.jspecify.annotations.NullMarked;
