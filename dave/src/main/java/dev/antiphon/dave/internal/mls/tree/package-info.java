/**
 * The ratchet tree: who is in a group, and which keys reach whom (RFC 9420, sections 4 and 7).
 *
 * <p>{@link dev.antiphon.dave.internal.mls.tree.RatchetTree} is the public tree; it never changes,
 * each change gives a new one that keeps the hashes of what stayed. {@link
 * dev.antiphon.dave.internal.mls.tree.MemberKeys} holds what one member knows of its private keys,
 * and {@link dev.antiphon.dave.internal.mls.tree.PathSecrets} what a commit renews. Messages,
 * epochs and the rules of DAVE for members live in the package above.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.dave.internal.mls.tree;

import org.jspecify.annotations.NullMarked;
