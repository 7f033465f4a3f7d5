package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;

/**
 * Somebody in a group.
 *
 * @param leaf the index of its leaf, which nobody else has in this epoch
 * @param userId the user
 * @param signatureKey the public key of its identity, 65 bytes
 */
public record Member(int leaf, long userId, Bytes signatureKey) {}
