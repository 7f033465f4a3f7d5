package dev.antiphon.dave.internal.mls.crypto;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;

/**
 * One generation of a sender's ratchet (RFC 9420, section 9.1). DAVE starts it from an exported
 * secret of 16 bytes; all later secrets have 32 bytes. Each generation is a separate object.
 * Closing it wipes only its own secret.
 */
public final class RatchetSecret implements AutoCloseable {
  private final Secret secret;
  private final int generation;

  private RatchetSecret(Secret secret, int generation) {
    this.secret = secret;
    this.generation = generation;
  }

  /** Generation 0. It takes ownership of the secret. */
  public static RatchetSecret first(Secret secret) {
    return new RatchetSecret(secret, 0);
  }

  /** The number of this generation, unsigned. */
  public int generation() {
    return generation;
  }

  /** The key of this generation: 16 bytes. */
  public Secret key() {
    return derive("key", Aead.KEY);
  }

  /** The nonce of this generation: 12 bytes. DAVE does not use it. */
  public Secret nonce() {
    return derive("nonce", Aead.NONCE);
  }

  /** The next generation. The caller still has to close this one. */
  public RatchetSecret next() {
    return new RatchetSecret(derive("secret", Secret.LENGTH), generation + 1);
  }

  /** DeriveTreeSecret. */
  private Secret derive(String label, int length) {
    Bytes context = new MlsWriter().uint32(generation).toBytes();
    return secret.expand(label, context, length);
  }

  @Override
  public void close() {
    secret.close();
  }

  /** Contains only the generation. */
  @Override
  public String toString() {
    return "RatchetSecret[generation " + Integer.toUnsignedString(generation) + "]";
  }
}
