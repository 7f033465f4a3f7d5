package dev.antiphon.dave.internal.mls.crypto;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** HKDF with SHA-256 (RFC 5869). */
final class Kdf {
  private static final int HASH = 32;

  private Kdf() {}

  static byte[] extract(byte[] salt, byte[] input) {
    return hmac(salt, input);
  }

  static byte[] expand(byte[] key, byte[] info, int length) {
    if (length > 255 * HASH) {
      throw new IllegalArgumentException(
          "HKDF cannot derive " + length + " bytes, the maximum is " + 255 * HASH);
    }
    HMac mac = keyed(key);
    byte[] out = new byte[length];
    byte[] block = new byte[HASH];
    for (int at = 0, counter = 1; at < length; at += HASH, counter++) {
      if (counter > 1) {
        mac.update(block, 0, HASH);
      }
      mac.update(info, 0, info.length);
      mac.update((byte) counter);
      mac.doFinal(block, 0);
      System.arraycopy(block, 0, out, at, Math.min(HASH, length - at));
    }
    Arrays.fill(block, (byte) 0);
    return out;
  }

  static byte[] hmac(byte[] key, byte[] data) {
    HMac mac = keyed(key);
    mac.update(data, 0, data.length);
    byte[] out = new byte[HASH];
    mac.doFinal(out, 0);
    return out;
  }

  private static HMac keyed(byte[] key) {
    HMac mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(key));
    return mac;
  }
}
