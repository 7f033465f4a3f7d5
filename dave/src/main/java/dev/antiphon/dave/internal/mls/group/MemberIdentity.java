package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import java.security.SecureRandom;

/**
 * The identity of this client in all epochs and groups. They do not close it.
 *
 * @param userId the user
 * @param signer the key pair for signatures
 * @param random the random source for keys
 */
public record MemberIdentity(long userId, SignatureKeyPair signer, SecureRandom random) {
  /** An identity with a new key pair, for one voice session. */
  public static MemberIdentity ephemeral(long userId) {
    SecureRandom random = new SecureRandom();
    return new MemberIdentity(userId, SignatureKeyPair.generate(random), random);
  }
}
