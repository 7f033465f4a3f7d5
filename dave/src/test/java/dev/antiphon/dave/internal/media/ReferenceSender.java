package dev.antiphon.dave.internal.media;

import dev.antiphon.dave.internal.mls.crypto.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * An independent implementation of a sender for tests: the ratchet uses the runtime's HMAC, the
 * frames use Bouncy Castle's GCM. It uses no code that is under test.
 */
final class ReferenceSender {
  private static final int TAG_BITS = 64;

  private final byte[] base;

  ReferenceSender(int seed) {
    base = new byte[16];
    Arrays.fill(base, (byte) seed);
    base[0] = 1;
  }

  /** The exported secret of the sender. */
  Secret base() {
    return Secret.copyOf(base);
  }

  /** The key of a generation (RFC 9420, section 9.1). */
  byte[] key(int generation) {
    byte[] secret = base;
    for (int at = 0; at < generation; at++) {
      secret = expandWithLabel(secret, "secret", at, 32);
    }
    return expandWithLabel(secret, "key", generation, 16);
  }

  /**
   * ExpandWithLabel (RFC 9420, section 8) with a context of four bytes, for at most one block (RFC
   * 5869, section 2.3).
   */
  private static byte[] expandWithLabel(byte[] secret, String label, int context, int length) {
    byte[] name = ("MLS 1.0 " + label).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer info = ByteBuffer.allocate(2 + 1 + name.length + 1 + 4 + 1);
    info.putShort((short) length).put((byte) name.length).put(name);
    info.put((byte) 4).putInt(context).put((byte) 1);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return Arrays.copyOf(mac.doFinal(info.array()), length);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A whole frame. The generation is the part of the nonce above its lowest 24 bits. */
  byte[] frame(long nonce, byte[] media, int... plainRanges) {
    return frame(key((int) (nonce >>> 24)), (int) nonce, media, plainRanges);
  }

  /**
   * A whole frame with this key.
   *
   * @param plainRanges offset and length of each range, alternating
   */
  static byte[] frame(byte[] key, int nonce, byte[] media, int... plainRanges) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    ByteArrayOutputStream secret = new ByteArrayOutputStream();
    boolean[] isPlain = new boolean[media.length];
    for (int i = 0; i < plainRanges.length; i += 2) {
      Arrays.fill(isPlain, plainRanges[i], plainRanges[i] + plainRanges[i + 1], true);
    }
    for (int i = 0; i < media.length; i++) {
      (isPlain[i] ? plain : secret).write(media[i]);
    }
    ByteBuffer sealed = ByteBuffer.wrap(seal(key, nonce, plain.toByteArray(), secret));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < media.length; i++) {
      out.write(isPlain[i] ? media[i] : sealed.get());
    }
    while (sealed.hasRemaining()) {
      out.write(sealed.get());
    }
    writeNumber(out, Integer.toUnsignedLong(nonce));
    for (int number : plainRanges) {
      writeNumber(out, number);
    }
    out.write(out.size() - media.length + 3);
    out.write(0xFA);
    out.write(0xFA);
    return out.toByteArray();
  }

  private static byte[] seal(byte[] key, int nonce, byte[] plain, ByteArrayOutputStream secret) {
    byte[] iv = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(8, nonce).array();
    return seal(key, iv, plain, secret.toByteArray());
  }

  /** Ciphertext and tag. */
  static byte[] seal(byte[] key, byte[] iv, byte[] aad, byte[] text) {
    var gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
    gcm.init(true, new AEADParameters(new KeyParameter(key), TAG_BITS, iv, aad));
    byte[] out = new byte[text.length + TAG_BITS / Byte.SIZE];
    int done = gcm.processBytes(text, 0, text.length, out, 0);
    try {
      gcm.doFinal(out, done);
    } catch (InvalidCipherTextException e) {
      throw new AssertionError(e);
    }
    return out;
  }

  static void writeNumber(ByteArrayOutputStream out, long number) {
    long rest = number;
    for (; rest >= 0x80; rest >>>= 7) {
      out.write((int) rest & 0x7F | 0x80);
    }
    out.write((int) rest);
  }
}
