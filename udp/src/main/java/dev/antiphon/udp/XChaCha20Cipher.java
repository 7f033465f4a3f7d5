package dev.antiphon.udp;

import static dev.antiphon.protocol.EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE;

import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code aead_xchacha20_poly1305_rtpsize}: draft-irtf-cfrg-xchacha-03, section 2.
 *
 * <p>The counter stands in the 16 bytes of the nonce that HChaCha20 takes, so every packet has a
 * subkey of its own, and the eight bytes that remain for ChaCha20 are zero in all of them.
 */
final class XChaCha20Cipher extends AeadCipher {
  private final HChaCha20 subkeys;
  private final byte[] nonce = new byte[HChaCha20.NONCE_LENGTH];
  private final byte[] subkey = new byte[HChaCha20.KEY_LENGTH];
  private final IvParameterSpec rest = new IvParameterSpec(new byte[12]);

  XChaCha20Cipher(byte[] key) {
    super(EncryptionModes.transformation(AEAD_XCHACHA20_POLY1305_RTPSIZE));
    this.subkeys = new HChaCha20(key);
  }

  @Override
  Key keyFor(int counter) {
    BigEndian.putInt(nonce, 0, counter);
    subkeys.derive(nonce, subkey);
    return new SecretKeySpec(subkey, "ChaCha20");
  }

  @Override
  AlgorithmParameterSpec parametersFor(int counter) {
    return rest;
  }
}
