package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import java.security.SecureRandom;

/**
 * The signature key pair by which other members of a call recognise a user: ECDSA on P-256 with
 * SHA-256 (RFC 9420, section 5.1.1). Pairwise codes stay the same as long as both users keep their
 * identities, see {@link DaveEncryption#pairwiseCode}.
 *
 * <p>An application can keep its identity over restarts: it stores {@link #privateKey()} and reads
 * it back with {@link #of}. The private key is only for signatures; media keys are not derived from
 * it.
 *
 * <p>Safe for use from any thread. Close it only after all sessions that use it are closed: a
 * session fails if it signs with a closed identity.
 */
public final class DaveIdentity implements AutoCloseable {
  /** The length of a private key in bytes. */
  public static final int PRIVATE_KEY_LENGTH = Secret.LENGTH;

  private final SignatureKeyPair signer;

  private DaveIdentity(SignatureKeyPair signer) {
    this.signer = signer;
  }

  /** Creates a new identity with a new random source. */
  public static DaveIdentity generate() {
    return generate(new SecureRandom());
  }

  /** Creates a new identity with this random source. */
  public static DaveIdentity generate(SecureRandom random) {
    return new DaveIdentity(SignatureKeyPair.generate(random));
  }

  /**
   * Creates the identity from a stored private key.
   *
   * @param privateKey {@value #PRIVATE_KEY_LENGTH} bytes as returned by {@link #privateKey()}: the
   *     scalar, the most significant byte first. The bytes are copied; the caller wipes the array
   * @throws IllegalArgumentException if the bytes are not a private key of P-256
   */
  public static DaveIdentity of(byte[] privateKey) {
    if (privateKey.length != PRIVATE_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "A private key must have " + PRIVATE_KEY_LENGTH + " bytes, had " + privateKey.length);
    }
    return new DaveIdentity(SignatureKeyPair.of(Secret.copyOf(privateKey)));
  }

  /** The public key, 65 bytes: an uncompressed point of P-256. It is visible to other members. */
  public DaveBytes publicKey() {
    return DaveBytes.of(signer.publicKey());
  }

  /**
   * A copy of the private key, {@value #PRIVATE_KEY_LENGTH} bytes. The caller stores it in a place
   * that only the application can read, and wipes the array.
   *
   * @throws IllegalStateException if the identity is closed
   */
  public byte[] privateKey() {
    try (Secret copy = signer.privateKey()) {
      return copy.toArray();
    }
  }

  SignatureKeyPair signer() {
    return signer;
  }

  /** Wipes the private key. */
  @Override
  public void close() {
    signer.close();
  }

  /** Contains only the public key. */
  @Override
  public String toString() {
    return "DaveIdentity[" + signer.publicKey() + "]";
  }
}
