package dev.antiphon.dave.internal.media;

import dev.antiphon.dave.internal.mls.crypto.Secret;
import javax.crypto.SecretKey;

/** A key as the Java runtime wants it, which can be wiped, and is of no use from then on. */
final class AesKey implements SecretKey {
  private static final long serialVersionUID = 1;

  private final transient Secret secret;

  /** Takes the secret over. */
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

  /** Nothing of the key. */
  @Override
  public String toString() {
    return "AesKey";
  }
}
