/**
 * The ratchet tree: the members of a group, and the keys that reach them (RFC 9420, sections 4 and
 * 7).
 *
 * <p>{@link dev.antiphon.dave.internal.mls.tree.RatchetTree} is the public tree. It is immutable:
 * each change returns a new tree, which reuses the hashes of unchanged subtrees. {@link
 * dev.antiphon.dave.internal.mls.tree.MemberKeys} holds the private keys of one member, and {@link
 * dev.antiphon.dave.internal.mls.tree.PathSecrets} the secrets that a commit renews. Messages,
 * epochs and the rules of DAVE for members are in the package {@code group}.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.dave.internal.mls.tree;

import org.jspecify.annotations.NullMarked;
