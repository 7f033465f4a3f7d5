package dev.antiphon.dave.internal.media;

import dev.antiphon.dave.spi.FrameCipher;

/**
 * A parser for the trailer of a received frame (whitepaper, "Payload Format" and "Protocol Frame
 * Check"):
 *
 * <pre>
 * media | tag, 8 bytes | nonce | plain ranges: offset, length | size | FA FA
 * </pre>
 *
 * <p>Nonce, offsets and lengths are ULEB128 numbers of at most 32 bits, in their shortest encoding.
 * The size is the number of bytes after the media. One object parses many frames. Its getters
 * return values of the last frame for which {@link #read} returned true. Not thread safe.
 */
final class ProtocolFrame {
  /** The length of tag, size and marker. A nonce of at least one byte is added to it. */
  static final int MIN_TRAILER_LENGTH = FrameCipher.TAG_LENGTH + 3;

  private static final byte MARKER = (byte) 0xFA;
  private static final int MARKER_LENGTH = 2;

  /** A range takes at least two bytes, and the size is one byte. */
  private static final int MAX_RANGES = (0xFF - MIN_TRAILER_LENGTH) / 2;

  private static final long NONE = -1;

  private final int[] starts = new int[MAX_RANGES];
  private final int[] ends = new int[MAX_RANGES];
  private int ranges;
  private int mediaLength;
  private int cipherLength;
  private int nonce;

  /** The index of the next number, and the index after the last number. */
  private int at;

  private int end;

  /** Whether the frame ends with the marker of encrypted frames. */
  static boolean isMarked(byte[] in, int offset, int length) {
    return length >= MIN_TRAILER_LENGTH
        && in[offset + length - 1] == MARKER
        && in[offset + length - MARKER_LENGTH] == MARKER;
  }

  /** Reads the trailer. Returns false if any part of it is invalid. */
  boolean read(byte[] in, int offset, int length) {
    if (!isMarked(in, offset, length)) {
      return false;
    }
    end = offset + length - MARKER_LENGTH - 1;
    int size = in[end] & 0xFF;
    if (size < MIN_TRAILER_LENGTH || size > length) {
      return false;
    }
    mediaLength = length - size;
    at = offset + mediaLength + FrameCipher.TAG_LENGTH;
    long number = number(in);
    nonce = (int) number;
    return number != NONE && readRanges(in);
  }

  private boolean readRanges(byte[] in) {
    ranges = 0;
    cipherLength = mediaLength;
    int previous = 0;
    while (at < end) {
      long start = number(in);
      long length = number(in);
      if (start < previous || length == NONE || start + length > mediaLength) {
        return false;
      }
      previous = (int) (start + length);
      starts[ranges] = (int) start;
      ends[ranges] = previous;
      ranges++;
      cipherLength -= (int) length;
    }
    return true;
  }

  /** The next ULEB128 number (whitepaper, "ULEB128 Encoding"), or {@link #NONE}. */
  private long number(byte[] in) {
    long value = 0;
    for (int shift = 0; shift < Integer.SIZE && at < end; shift += 7) {
      byte next = in[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        boolean padded = next == 0 && shift > 0;
        return padded || value >>> Integer.SIZE != 0 ? NONE : value;
      }
    }
    return NONE;
  }

  /** The truncated nonce, an unsigned number. */
  int nonce() {
    return nonce;
  }

  /** The number of bytes before the tag. */
  int mediaLength() {
    return mediaLength;
  }

  /** The number of these bytes that are encrypted. */
  int cipherLength() {
    return cipherLength;
  }

  /** The number of plain ranges. They are in ascending order and do not overlap. */
  int ranges() {
    return ranges;
  }

  /** The index of the first byte of a plain range, from the start of the frame. */
  int start(int range) {
    return starts[range];
  }

  /** The index after the last byte of a plain range. */
  int end(int range) {
    return ends[range];
  }
}
