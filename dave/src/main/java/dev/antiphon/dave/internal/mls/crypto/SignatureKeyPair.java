package dev.antiphon.dave.internal.mls.crypto;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * A key pair for signatures: ECDSA on P-256 with SHA-256, signatures in DER (RFC 9420, section
 * 5.1.1). The nonce of a signature derives from key and content (RFC 6979), so that a weak random
 * source cannot reveal the key. Safe for use from any thread until it is closed.
 */
public final class SignatureKeyPair implements AutoCloseable {
  private final Secret privateKey;
  private final Bytes publicKey;

  private SignatureKeyPair(Secret privateKey) {
    BigInteger scalar = P256.scalar(privateKey.bytes());
    if (!P256.inRange(scalar)) {
      throw new IllegalArgumentException("The secret is not a private key of P-256");
    }
    this.privateKey = privateKey;
    this.publicKey = P256.publicKey(scalar);
  }

  /** A new random key pair. */
  public static SignatureKeyPair generate(SecureRandom random) {
    try (Secret seed = Secret.random(random, Secret.LENGTH)) {
      return new SignatureKeyPair(Hpke.derivePrivateKey(seed));
    }
  }

  /**
   * The key pair of a private key. It takes ownership of the private key.
   *
   * @throws IllegalArgumentException if the secret is not a private key of the curve
   */
  public static SignatureKeyPair of(Secret privateKey) {
    return new SignatureKeyPair(privateKey);
  }

  /** The public key: 65 bytes. */
  public Bytes publicKey() {
    return publicKey;
  }

  /** A copy of the private key, 32 bytes, for an application that stores it over restarts. */
  public Secret privateKey() {
    return privateKey.copy();
  }

  /** SignWithLabel (RFC 9420, section 5.1.2). */
  public Bytes sign(String label, Bytes content) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(P256.scalar(privateKey.bytes()), P256.DOMAIN));
    BigInteger[] rs = signer.generateSignature(Signatures.digest(label, content));
    try {
      return Bytes.copyOf(StandardDSAEncoding.INSTANCE.encode(P256.DOMAIN.getN(), rs[0], rs[1]));
    } catch (IOException e) {
      throw new UncheckedIOException("The signature could not be encoded", e);
    }
  }

  @Override
  public void close() {
    privateKey.close();
  }

  /** Contains only the public key. */
  @Override
  public String toString() {
    return "SignatureKeyPair[" + publicKey + "]";
  }
}
