package dev.antiphon.dave.internal.media;

import dev.antiphon.dave.internal.mls.crypto.RatchetSecret;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.spi.FrameCipher;
import dev.antiphon.dave.spi.FrameCiphers;
import java.util.Arrays;

/**
 * The key of one generation of one sender's ratchet, in one direction. It encrypts or decrypts
 * whole frames with a cipher. Not thread safe.
 */
final class FrameKey implements AutoCloseable {
  private final FrameCipher cipher;

  /**
   * For a frame with plain ranges: first its encrypted parts and the tag, then its decrypted parts.
   */
  private byte[] joined = new byte[0];

  private byte[] plain = new byte[0];

  /**
   * The key that derives from a secret of the ratchet. The caller keeps ownership of the secret.
   */
  FrameKey(FrameCiphers ciphers, RatchetSecret secret) {
    byte[] key;
    try (Secret derived = secret.key()) {
      key = derived.toArray();
    }
    try {
      cipher = ciphers.create(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * Encrypts a whole frame and writes the tag after it, see {@link FrameCipher#seal}.
   *
   * @param nonce never used before with this key
   */
  void seal(int nonce, byte[] in, int offset, int length, byte[] out, int outOffset) {
    cipher.seal(nonce, in, offset, length, out, outOffset);
  }

  /**
   * Decrypts the media part of a frame if it is authentic; otherwise nothing is written. Input and
   * output may overlap.
   *
   * @return whether the frame is authentic
   */
  boolean open(ProtocolFrame frame, byte[] in, int offset, byte[] out, int outOffset) {
    if (frame.ranges() == 0) {
      return cipher.open(frame.nonce(), plain, 0, in, offset, frame.cipherLength(), out, outOffset);
    }
    int plainLength = split(frame, in, offset);
    int length = frame.cipherLength();
    if (!cipher.open(frame.nonce(), plain, plainLength, joined, 0, length, joined, 0)) {
      return false;
    }
    interleave(frame, in, offset, out, outOffset);
    return true;
  }

  /** Copies the encrypted parts and the tag into one array, and the plain ranges into another. */
  private int split(ProtocolFrame frame, byte[] in, int offset) {
    int needed = frame.mediaLength() + FrameCipher.TAG_LENGTH;
    if (joined.length < needed) {
      joined = new byte[needed];
      plain = new byte[needed];
    }
    int from = 0;
    int encrypted = 0;
    int inClear = 0;
    for (int range = 0; range < frame.ranges(); range++) {
      int piece = frame.start(range) - from;
      System.arraycopy(in, offset + from, joined, encrypted, piece);
      encrypted += piece;
      from = frame.end(range);
      int rangeLength = from - frame.start(range);
      System.arraycopy(in, offset + frame.start(range), plain, inClear, rangeLength);
      inClear += rangeLength;
    }
    int rest = frame.mediaLength() - from + FrameCipher.TAG_LENGTH;
    System.arraycopy(in, offset + from, joined, encrypted, rest);
    return inClear;
  }

  /** Copies the decrypted parts back between the plain ranges. */
  private void interleave(ProtocolFrame frame, byte[] in, int offset, byte[] out, int outOffset) {
    System.arraycopy(in, offset, out, outOffset, frame.mediaLength());
    int from = 0;
    int to = 0;
    for (int range = 0; range < frame.ranges(); range++) {
      int piece = frame.start(range) - to;
      System.arraycopy(joined, from, out, outOffset + to, piece);
      from += piece;
      to = frame.end(range);
    }
    System.arraycopy(joined, from, out, outOffset + to, frame.mediaLength() - to);
  }

  /** Wipes the key and the last frame with plain ranges. */
  @Override
  public void close() {
    cipher.close();
    Arrays.fill(joined, (byte) 0);
  }

  /** Does not contain the key. */
  @Override
  public String toString() {
    return "FrameKey";
  }
}
