package dev.antiphon.dave.internal.media;

import dev.antiphon.dave.internal.mls.crypto.Secret;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-128-GCM with a tag of 64 bits under one key (whitepaper, "Media Ciphersuite" and "Truncated
 * authentication tag"), for one direction. Not thread safe.
 *
 * <p>The Java runtime's GCM gives tags of 128 bits, which are cut on encryption, and checks none of
 * 64. To open a frame, the key stream is therefore made by the bare block cipher, and what comes
 * out is encrypted again for its tag. That the runtime starts no second encryption with the same
 * nonce is an extra guard when sealing; opening has to work round it, or a forged frame would shut
 * out the true one of its nonce.
 */
final class FrameCipher implements AutoCloseable {
  /** Bytes of the tag on the wire. */
  static final int TAG = 8;

  /** Bytes of the tag that the runtime writes, of which the first go on the wire. */
  static final int FULL_TAG = 16;

  private static final int BLOCK = 16;
  private static final int IV = 12;

  /** GCM's counter is 1 for the tag, and 2 for the first block of the text. */
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
  private byte[] again = new byte[FULL_TAG];

  /** A cipher for the key, 16 bytes, which it takes over. */
  FrameCipher(Secret key) {
    this.key = new AesKey(key);
    try {
      gcm = Cipher.getInstance("AES/GCM/NoPadding");
      block = Cipher.getInstance("AES/ECB/NoPadding");
      block.init(Cipher.ENCRYPT_MODE, this.key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime has no AES-GCM", e);
    }
  }

  /**
   * Encrypts a whole frame and writes {@link #FULL_TAG} bytes behind it, of which the first {@link
   * #TAG} are the frame's tag.
   *
   * @param nonce never used before under this key
   */
  void seal(int nonce, byte[] in, int offset, int length, byte[] out, int outOffset) {
    try {
      begin(nonce);
      gcm.doFinal(in, offset, length, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to encrypt", e);
    }
  }

  /**
   * Decrypts the media part of a frame if it is authentic; otherwise nothing is written. Input and
   * output may overlap.
   *
   * @return whether it is authentic
   */
  boolean open(ProtocolFrame frame, byte[] in, int offset, byte[] out, int outOffset) {
    int length = frame.cipherLength();
    long tag;
    try {
      decrypt(frame, in, offset);
      if (used && (int) INT.get(iv, IV - Integer.BYTES) == frame.nonce()) {
        forgetNonce();
      }
      begin(frame.nonce());
      for (int range = 0; range < frame.ranges(); range++) {
        gcm.updateAAD(in, offset + frame.start(range), frame.end(range) - frame.start(range));
      }
      gcm.doFinal(text, 0, length, again, 0);
      tag = (long) LONG.get(again, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to decrypt", e);
    }
    // One comparison of all 64 bits, whose time does not tell where they differ.
    if (tag != (long) LONG.get(in, offset + frame.mediaLength())) {
      return false;
    }
    interleave(frame, in, offset, out, outOffset);
    return true;
  }

  private void begin(int nonce) throws GeneralSecurityException {
    used = true;
    INT.set(iv, IV - Integer.BYTES, nonce);
    gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(Byte.SIZE * FULL_TAG, iv));
  }

  /** Starts with a nonce that no frame has, since those begin with zeros, and encrypts nothing. */
  private void forgetNonce() throws GeneralSecurityException {
    byte[] other = new byte[IV];
    Arrays.fill(other, (byte) 0xFF);
    gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(Byte.SIZE * FULL_TAG, other));
  }

  /** Joins the encrypted pieces of a frame and decrypts them, unchecked. */
  private void decrypt(ProtocolFrame frame, byte[] in, int offset) throws GeneralSecurityException {
    makeStream(frame.nonce(), frame.cipherLength());
    int from = 0;
    int to = 0;
    for (int range = 0; range < frame.ranges(); range++) {
      int piece = frame.start(range) - from;
      xor(in, offset + from, to, piece);
      to += piece;
      from = frame.end(range);
    }
    xor(in, offset + from, to, frame.mediaLength() - from);
  }

  private void makeStream(int nonce, int length) throws GeneralSecurityException {
    int end = (length + BLOCK - 1) / BLOCK * BLOCK;
    if (end > counters.length) {
      counters = new byte[end];
      text = new byte[end];
      again = new byte[end + FULL_TAG];
    }
    long word = (long) Integer.reverseBytes(nonce) << Integer.SIZE | FIRST_COUNTER;
    for (int at = Long.BYTES; at < end; at += BLOCK) {
      LONG.set(counters, at, word++);
    }
    block.update(counters, 0, end, text, 0);
  }

  private void xor(byte[] in, int from, int to, int length) {
    int done = 0;
    for (; done <= length - Long.BYTES; done += Long.BYTES) {
      LONG.set(
          text, to + done, (long) LONG.get(text, to + done) ^ (long) LONG.get(in, from + done));
    }
    for (; done < length; done++) {
      text[to + done] ^= in[from + done];
    }
  }

  /** Puts what was decrypted back between the plain ranges. */
  private void interleave(ProtocolFrame frame, byte[] in, int offset, byte[] out, int outOffset) {
    if (frame.ranges() > 0) {
      System.arraycopy(in, offset, out, outOffset, frame.mediaLength());
    }
    int from = 0;
    int to = 0;
    for (int range = 0; range < frame.ranges(); range++) {
      int piece = frame.start(range) - to;
      System.arraycopy(text, from, out, outOffset + to, piece);
      from += piece;
      to = frame.end(range);
    }
    System.arraycopy(text, from, out, outOffset + to, frame.mediaLength() - to);
  }

  /**
   * Wipes the key and the last frame. The runtime's own copies of the key have no means for that
   * and go with this object.
   */
  @Override
  public void close() {
    key.destroy();
    Arrays.fill(text, (byte) 0);
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return "FrameCipher";
  }
}
