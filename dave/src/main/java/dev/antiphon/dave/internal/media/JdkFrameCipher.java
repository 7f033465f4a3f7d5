package dev.antiphon.dave.internal.media;

import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.spi.FrameCipher;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The frame cipher that uses the AES of the Java runtime.
 *
 * <p>The runtime's GCM creates tags of 128 bits and cannot check tags of 64 bits. On encryption the
 * tag is truncated. On decryption the plain block cipher creates the key stream, and the decrypted
 * text is encrypted again to compute its tag. The runtime refuses a second encryption with the same
 * nonce. This is an additional protection in {@link #seal}. In {@link #open} it must be avoided:
 * otherwise a forged frame would block the genuine frame with the same nonce.
 */
public final class JdkFrameCipher implements FrameCipher {
  private static final int BLOCK = 16;
  private static final int IV = 12;

  /** GCM's counter is 1 for the tag and 2 for the first block of the text. */
  private static final int FIRST_COUNTER = 2;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final AesKey key;
  private final Cipher gcm;
  private final Cipher block;
  private final byte[] iv = new byte[IV];
  private boolean used;

  private byte[] counters = new byte[0];
  private byte[] text = new byte[0];
  private byte[] recomputed = new byte[FULL_TAG_LENGTH];

  /** A cipher with a copy of this key. */
  public JdkFrameCipher(byte[] key) {
    this(Secret.copyOf(key));
  }

  /** The cipher takes ownership of the key. */
  JdkFrameCipher(Secret key) {
    this.key = new AesKey(key);
    try {
      gcm = Cipher.getInstance("AES/GCM/NoPadding");
      block = Cipher.getInstance("AES/ECB/NoPadding");
      block.init(Cipher.ENCRYPT_MODE, this.key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime has no AES-GCM", e);
    }
  }

  @Override
  public void seal(int nonce, byte[] in, int offset, int length, byte[] out, int outOffset) {
    try {
      begin(nonce);
      gcm.doFinal(in, offset, length, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to encrypt", e);
    }
  }

  @Override
  public boolean open(
      int nonce,
      byte[] aad,
      int aadLength,
      byte[] in,
      int offset,
      int length,
      byte[] out,
      int outOffset) {
    long tag;
    try {
      decrypt(nonce, in, offset, length);
      if (used && (int) INT.get(iv, IV - Integer.BYTES) == nonce) {
        forgetNonce();
      }
      begin(nonce);
      gcm.updateAAD(aad, 0, aadLength);
      gcm.doFinal(text, 0, length, recomputed, 0);
      tag = (long) LONG.get(recomputed, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to decrypt", e);
    }
    // One comparison of all 64 bits takes constant time.
    if (tag != (long) LONG.get(in, offset + length)) {
      return false;
    }
    System.arraycopy(text, 0, out, outOffset, length);
    return true;
  }

  private void begin(int nonce) throws GeneralSecurityException {
    used = true;
    INT.set(iv, IV - Integer.BYTES, nonce);
    gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(Byte.SIZE * FULL_TAG_LENGTH, iv));
  }

  /**
   * Initializes the cipher with a nonce that no frame uses: the nonces of frames begin with zeros.
   * Nothing is encrypted with it.
   */
  private void forgetNonce() throws GeneralSecurityException {
    byte[] other = new byte[IV];
    Arrays.fill(other, (byte) 0xFF);
    gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(Byte.SIZE * FULL_TAG_LENGTH, other));
  }

  /** Decrypts into the buffer without a check of the tag. */
  private void decrypt(int nonce, byte[] in, int offset, int length)
      throws GeneralSecurityException {
    makeStream(nonce, length);
    int done = 0;
    for (; done <= length - Long.BYTES; done += Long.BYTES) {
      LONG.set(text, done, (long) LONG.get(text, done) ^ (long) LONG.get(in, offset + done));
    }
    for (; done < length; done++) {
      text[done] ^= in[offset + done];
    }
  }

  private void makeStream(int nonce, int length) throws GeneralSecurityException {
    int end = (length + BLOCK - 1) / BLOCK * BLOCK;
    if (end > counters.length) {
      counters = new byte[end];
      text = new byte[end];
      recomputed = new byte[end + FULL_TAG_LENGTH];
    }
    long word = (long) Integer.reverseBytes(nonce) << Integer.SIZE | FIRST_COUNTER;
    for (int at = Long.BYTES; at < end; at += BLOCK) {
      LONG.set(counters, at, word++);
    }
    block.update(counters, 0, end, text, 0);
  }

  /**
   * Wipes the key and the last frame. The runtime's copies of the key cannot be wiped; the garbage
   * collector frees them with this object.
   */
  @Override
  public void close() {
    key.destroy();
    Arrays.fill(text, (byte) 0);
  }

  /** Does not contain the key. */
  @Override
  public String toString() {
    return "JdkFrameCipher";
  }
}
