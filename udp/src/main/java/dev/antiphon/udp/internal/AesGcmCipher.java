package dev.antiphon.udp.internal;

import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** {@code aead_aes256_gcm_rtpsize}. */
final class AesGcmCipher extends AeadCipher {
  /** The JCA name of the AEAD. */
  static final String TRANSFORMATION = "AES/GCM/NoPadding";

  private static final int IV_LENGTH = 12;

  private final Key key;

  AesGcmCipher(byte[] key) {
    super(TRANSFORMATION, IV_LENGTH);
    this.key = new SecretKeySpec(key, "AES");
  }

  @Override
  Key keyFor(byte[] nonce) {
    return key;
  }

  @Override
  AlgorithmParameterSpec parametersFor(byte[] nonce) {
    return new GCMParameterSpec(8 * TAG_LENGTH, nonce);
  }
}
