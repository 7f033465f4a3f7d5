package dev.antiphon.dave;

/**
 * A member of the group, that is, of the end-to-end encrypted call.
 *
 * @param userId the user
 * @param identityKey the public key of the user's identity, 65 bytes: an uncompressed point of
 *     P-256
 */
public record GroupMember(long userId, DaveBytes identityKey) {}
