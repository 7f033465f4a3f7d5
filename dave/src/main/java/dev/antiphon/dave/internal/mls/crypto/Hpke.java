package dev.antiphon.dave.internal.mls.crypto;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Hybrid public key encryption (HPKE) in base mode, with one message for each setup: DHKEM(P-256,
 * HKDF-SHA256), HKDF-SHA256, AES-128-GCM (RFC 9180), with the labels of MLS (RFC 9420, section
 * 5.1.3).
 */
public final class Hpke {
  private static final byte[] VERSION = ascii("HPKE-v1");
  private static final byte[] NOTHING = {};
  private static final byte[] KEM = new MlsWriter().bytes(ascii("KEM")).uint16(0x0010).toArray();
  private static final byte[] SUITE =
      new MlsWriter().bytes(ascii("HPKE")).uint16(0x0010).uint16(0x0001).uint16(0x0001).toArray();
  private static final int MODE_BASE = 0;

  /** The hash of the empty id for "no pre-shared key". It is the same for every message. */
  private static final byte[] NO_PSK_ID = labeledExtract(SUITE, NOTHING, "psk_id_hash", NOTHING);

  private Hpke() {}

  /** EncryptWithLabel. Refuses an invalid public key. */
  public static HpkeCiphertext encrypt(
      Bytes publicKey, String label, Bytes context, Secret plaintext, SecureRandom random)
      throws MlsException {
    return encrypt(publicKey, hashed(label, context), plaintext, random);
  }

  /**
   * The hash of a label and a context. A long context that is the same for several recipients is
   * hashed only once.
   */
  public static Bytes hashed(String label, Bytes context) {
    return Bytes.copyOf(labeledExtract(SUITE, NOTHING, "info_hash", info(label, context)));
  }

  /** EncryptWithLabel, with the result of {@link #hashed}. Refuses an invalid public key. */
  public static HpkeCiphertext encrypt(
      Bytes publicKey, Bytes hashed, Secret plaintext, SecureRandom random) throws MlsException {
    ECPoint recipient = P256.point(publicKey);
    try (HpkeKeyPair ephemeral = HpkeKeyPair.generate(random)) {
      BigInteger scalar = P256.scalar(ephemeral.privateKey().bytes());
      Secret agreed = Secret.owning(P256.agree(scalar, recipient, random));
      try (agreed;
          Secret shared = shared(agreed, ephemeral.publicKey(), publicKey);
          MessageKey message = messageKey(shared, hashed)) {
        byte[] clear = plaintext.bytes();
        return new HpkeCiphertext(
            ephemeral.publicKey(), Aead.seal(message.key(), message.nonce(), clear));
      }
    }
  }

  /**
   * DecryptWithLabel. Refuses a ciphertext that was not encrypted to this key, with this label and
   * context.
   */
  public static Secret decrypt(
      HpkeKeyPair recipient,
      String label,
      Bytes context,
      HpkeCiphertext sealed,
      SecureRandom random,
      String subject)
      throws MlsException {
    ECPoint ephemeral = P256.point(sealed.kemOutput());
    BigInteger scalar = P256.scalar(recipient.privateKey().bytes());
    Secret agreed = Secret.owning(P256.agree(scalar, ephemeral, random));
    try (agreed;
        Secret shared = shared(agreed, sealed.kemOutput(), recipient.publicKey());
        MessageKey message = messageKey(shared, hashed(label, context))) {
      return Secret.owning(Aead.open(message.key(), message.nonce(), sealed.ciphertext(), subject));
    }
  }

  /** The private key of DeriveKeyPair (RFC 9180, section 7.1.3). */
  static Secret derivePrivateKey(Secret seed) {
    try (Secret prk = Secret.owning(labeledExtract(KEM, NOTHING, "dkp_prk", seed.bytes()))) {
      for (int counter = 0; counter < 256; counter++) {
        byte[] candidate =
            labeledExpand(KEM, prk, "candidate", new byte[] {(byte) counter}, P256.SCALAR);
        if (P256.inRange(P256.scalar(candidate))) {
          return Secret.owning(candidate);
        }
      }
    }
    throw new IllegalStateException("DeriveKeyPair found no private key in 256 attempts");
  }

  /** ExtractAndExpand (RFC 9180, section 4.1). */
  private static Secret shared(Secret agreed, Bytes kemOutput, Bytes recipient) {
    byte[] context = new MlsWriter().bytes(kemOutput).bytes(recipient).toArray();
    try (Secret prk = Secret.owning(labeledExtract(KEM, NOTHING, "eae_prk", agreed.bytes()))) {
      return Secret.owning(labeledExpand(KEM, prk, "shared_secret", context, Secret.LENGTH));
    }
  }

  /** KeySchedule (RFC 9180, section 5.1); the nonce of the first message is the base nonce. */
  private static MessageKey messageKey(Secret shared, Bytes hashed) {
    byte[] context = new MlsWriter().uint8(MODE_BASE).bytes(NO_PSK_ID).bytes(hashed).toArray();
    try (Secret secret = Secret.owning(labeledExtract(SUITE, shared.bytes(), "secret", NOTHING))) {
      return new MessageKey(
          Secret.owning(labeledExpand(SUITE, secret, "key", context, Aead.KEY)),
          Secret.owning(labeledExpand(SUITE, secret, "base_nonce", context, Aead.NONCE)));
    }
  }

  /** EncryptContext (RFC 9420, section 5.1.3). */
  private static byte[] info(String label, Bytes context) {
    return new MlsWriter().label(label).opaque(context).toArray();
  }

  private static byte[] labeledExtract(byte[] suite, byte[] salt, String label, byte[] input) {
    MlsWriter labeled = new MlsWriter().bytes(VERSION).bytes(suite).bytes(ascii(label));
    try (Secret material = Secret.owning(labeled.bytes(input).toArray())) {
      return Kdf.extract(salt, material.bytes());
    } finally {
      labeled.wipe();
    }
  }

  private static byte[] labeledExpand(
      byte[] suite, Secret key, String label, byte[] info, int length) {
    byte[] labeled =
        new MlsWriter()
            .uint16(length)
            .bytes(VERSION)
            .bytes(suite)
            .bytes(ascii(label))
            .bytes(info)
            .toArray();
    return Kdf.expand(key.bytes(), labeled, length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private record MessageKey(Secret key, Secret nonce) implements AutoCloseable {
    @Override
    public void close() {
      key.close();
      nonce.close();
    }
  }
}
