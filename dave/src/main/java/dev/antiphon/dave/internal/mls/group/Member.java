package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;

/**
 * A member of a group.
 *
 * @param leaf the index of its leaf, unique in this epoch
 * @param userId the user
 * @param signatureKey the public key of the user's identity, 65 bytes
 */
public record Member(int leaf, long userId, Bytes signatureKey) {}
