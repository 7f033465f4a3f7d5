package dev.antiphon.dave.internal.media;

import dev.antiphon.dave.internal.mls.crypto.Secret;
import javax.crypto.SecretKey;

/**
 * A {@link SecretKey} for the Java runtime's ciphers. It can be wiped; after that it cannot be
 * used.
 */
final class AesKey implements SecretKey {
  private static final long serialVersionUID = 1;

  private final transient Secret secret;

  /** The key takes ownership of the secret. */
  AesKey(Secret secret) {
    this.secret = secret;
  }

  @Override
  public String getAlgorithm() {
    return "AES";
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    return secret.toArray();
  }

  @Override
  public void destroy() {
    secret.close();
  }

  /** Does not contain the key. */
  @Override
  public String toString() {
    return "AesKey";
  }
}
