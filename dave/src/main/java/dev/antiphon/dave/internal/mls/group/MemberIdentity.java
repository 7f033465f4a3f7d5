package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import java.security.SecureRandom;

/**
 * Who this member is, over all epochs and groups: it outlives them, and they never close it.
 *
 * @param userId the user
 * @param signer the key that it signs with
 * @param random where its keys come from
 */
public record MemberIdentity(long userId, SignatureKeyPair signer, SecureRandom random) {
  /** An identity with a fresh key, for one voice session. */
  public static MemberIdentity ephemeral(long userId) {
    SecureRandom random = new SecureRandom();
    return new MemberIdentity(userId, SignatureKeyPair.generate(random), random);
  }
}
