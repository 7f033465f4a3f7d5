package dev.antiphon.udp.internal;

import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code aead_xchacha20_poly1305_rtpsize}: draft-irtf-cfrg-xchacha-03, section 2.
 *
 * <p>HChaCha20 derives a subkey from the first 16 bytes of the nonce, which contain the counter.
 * Therefore every packet has a different subkey. The nonce of ChaCha20 consists of four zeros and
 * the other 8 bytes.
 */
final class XChaCha20Cipher extends AeadCipher {
  /** The JCA name of the AEAD. */
  static final String TRANSFORMATION = "ChaCha20-Poly1305";

  private static final int XNONCE_LENGTH = 24;

  private final HChaCha20 subkeys;
  private final byte[] subkey = new byte[HChaCha20.KEY_LENGTH];
  private final byte[] rest = new byte[12];

  XChaCha20Cipher(byte[] key) {
    super(TRANSFORMATION, XNONCE_LENGTH);
    this.subkeys = new HChaCha20(key);
  }

  @Override
  Key keyFor(byte[] nonce) {
    subkeys.derive(nonce, subkey);
    return new SecretKeySpec(subkey, "ChaCha20");
  }

  @Override
  AlgorithmParameterSpec parametersFor(byte[] nonce) {
    System.arraycopy(nonce, HChaCha20.NONCE_LENGTH, rest, 4, 8);
    return new IvParameterSpec(rest);
  }
}
