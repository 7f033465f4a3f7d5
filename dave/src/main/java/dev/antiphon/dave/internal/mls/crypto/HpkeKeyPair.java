package dev.antiphon.dave.internal.mls.crypto;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * A key pair for HPKE encryption (RFC 9180, section 7.1.3). Closing it wipes the private key. A
 * copy has a separate private key.
 */
public final class HpkeKeyPair implements AutoCloseable {
  private final Secret privateKey;
  private final Bytes publicKey;

  private HpkeKeyPair(Secret privateKey, Bytes publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** A new random key pair. */
  public static HpkeKeyPair generate(SecureRandom random) {
    try (Secret seed = Secret.random(random, Secret.LENGTH)) {
      return derive(seed);
    }
  }

  /** The key pair that derives from a secret: DeriveKeyPair (RFC 9180, section 7.1.3). */
  public static HpkeKeyPair derive(Secret seed) {
    Secret privateKey = Hpke.derivePrivateKey(seed);
    return new HpkeKeyPair(privateKey, P256.publicKey(P256.scalar(privateKey.bytes())));
  }

  /**
   * The key pair of a private key. It takes ownership of the private key.
   *
   * @throws IllegalArgumentException if the secret is not a private key of the curve
   */
  public static HpkeKeyPair of(Secret privateKey) {
    BigInteger scalar = P256.scalar(privateKey.bytes());
    if (!P256.inRange(scalar)) {
      throw new IllegalArgumentException("The secret is not a private key of P-256");
    }
    return new HpkeKeyPair(privateKey, P256.publicKey(scalar));
  }

  /** A copy for another owner. */
  public HpkeKeyPair copy() {
    return new HpkeKeyPair(privateKey.copy(), publicKey);
  }

  /** The public key: 65 bytes. */
  public Bytes publicKey() {
    return publicKey;
  }

  Secret privateKey() {
    return privateKey;
  }

  @Override
  public void close() {
    privateKey.close();
  }

  /** Contains only the public key. */
  @Override
  public String toString() {
    return "HpkeKeyPair[" + publicKey + "]";
  }
}
