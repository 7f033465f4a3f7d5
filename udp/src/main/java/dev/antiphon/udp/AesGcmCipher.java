package dev.antiphon.udp;

import static dev.antiphon.protocol.EncryptionMode.AEAD_AES256_GCM_RTPSIZE;

import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** {@code aead_aes256_gcm_rtpsize}. */
final class AesGcmCipher extends AeadCipher {
  private static final int IV_LENGTH = 12;

  private final Key key;
  private final byte[] iv = new byte[IV_LENGTH];

  AesGcmCipher(byte[] key) {
    super(EncryptionModes.transformation(AEAD_AES256_GCM_RTPSIZE));
    this.key = new SecretKeySpec(key, "AES");
  }

  @Override
  Key keyFor(int nonce) {
    return key;
  }

  @Override
  AlgorithmParameterSpec parametersFor(int nonce) {
    BigEndian.putInt(iv, 0, nonce);
    return new GCMParameterSpec(8 * TAG_LENGTH, iv);
  }
}
