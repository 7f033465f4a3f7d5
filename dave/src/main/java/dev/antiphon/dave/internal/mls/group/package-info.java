/**
 * MLS groups with the features that DAVE uses: epochs, proposals, commits and welcomes (RFC 9420,
 * sections 6, 8, 10 to 12; Discord's DAVE protocol whitepaper 1.1.4).
 *
 * <p>A client first creates a {@link dev.antiphon.dave.internal.mls.group.KeyPackageBundle}. As a
 * member it has one {@link dev.antiphon.dave.internal.mls.group.Epoch} after another. Each epoch is
 * complete and immutable, so an unused commit, a revoked proposal or a refused message leaves no
 * trace. The package also contains the classes for a delivery service that is not a member: {@link
 * dev.antiphon.dave.internal.mls.group.ExternalProposer} and the messages. The caller decides when
 * to send a message and how to react to a refusal.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.dave.internal.mls.group;

import org.jspecify.annotations.NullMarked;
