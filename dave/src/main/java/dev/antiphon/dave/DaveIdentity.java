package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import java.security.SecureRandom;

/**
 * The key by which the other members of a call recognise a user: a signature key pair, ECDSA on
 * P-256 with SHA-256 (RFC 9420, section 5.1.1). Pairwise codes stay the same for as long as both
 * users keep their identities, see {@link DaveEncryption#pairwiseCode}.
 *
 * <p>An application that wants to be recognised after a restart stores {@link #privateKey()} and
 * reads it back with {@link #of}. The private key signs only; no media key follows from it.
 *
 * <p>Safe for use from any thread. Close it after every session that uses it: a session that signs
 * with a closed identity fails.
 */
public final class DaveIdentity implements AutoCloseable {
  /** Bytes of a private key. */
  public static final int PRIVATE_KEY_LENGTH = Secret.LENGTH;

  private final SignatureKeyPair signer;

  private DaveIdentity(SignatureKeyPair signer) {
    this.signer = signer;
  }

  /** A fresh identity from a random source of its own. */
  public static DaveIdentity generate() {
    return generate(new SecureRandom());
  }

  /** A fresh identity from this random source. */
  public static DaveIdentity generate(SecureRandom random) {
    return new DaveIdentity(SignatureKeyPair.generate(random));
  }

  /**
   * The identity of a stored private key.
   *
   * @param privateKey {@value #PRIVATE_KEY_LENGTH} bytes as {@link #privateKey()} gives them: the
   *     scalar, the highest byte first. They are copied; the caller wipes the array
   * @throws IllegalArgumentException if they are not a private key of P-256
   */
  public static DaveIdentity of(byte[] privateKey) {
    if (privateKey.length != PRIVATE_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "a private key has " + PRIVATE_KEY_LENGTH + " bytes, not " + privateKey.length);
    }
    return new DaveIdentity(SignatureKeyPair.of(Secret.copyOf(privateKey)));
  }

  /** The public key, 65 bytes: an uncompressed point of P-256. Other members see it. */
  public DaveBytes publicKey() {
    return DaveBytes.of(signer.publicKey());
  }

  /**
   * A copy of the private key, {@value #PRIVATE_KEY_LENGTH} bytes. The caller stores it where only
   * the application can read it, and wipes the array.
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

  /** The public key alone. */
  @Override
  public String toString() {
    return "DaveIdentity[" + signer.publicKey() + "]";
  }
}
