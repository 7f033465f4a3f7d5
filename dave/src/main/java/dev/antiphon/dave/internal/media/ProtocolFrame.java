package dev.antiphon.dave.internal.media;

import dev.antiphon.dave.spi.FrameCipher;

/**
 * The trailer of a received frame, read by the protocol frame check (whitepaper, "Payload Format"
 * and "Protocol Frame Check"):
 *
 * <pre>
 * media | tag, 8 bytes | nonce | plain ranges: offset, length | size | FA FA
 * </pre>
 *
 * <p>Nonce, offsets and lengths are ULEB128, of 32 bits at most and no longer than they need be.
 * The size counts everything behind the media. One object reads frame after frame; what it tells is
 * of the last one that {@link #read} found in order. Not thread safe.
 */
final class ProtocolFrame {
  /** Tag, size and marker; a nonce of at least one byte comes to it. */
  static final int SHORTEST_TRAILER = FrameCipher.TAG_LENGTH + 3;

  private static final byte MARKER = (byte) 0xFA;
  private static final int MARKER_LENGTH = 2;

  /** A range takes two bytes at least, and the size is a byte. */
  private static final int MOST_RANGES = (0xFF - SHORTEST_TRAILER) / 2;

  private static final long NONE = -1;

  private final int[] starts = new int[MOST_RANGES];
  private final int[] ends = new int[MOST_RANGES];
  private int ranges;
  private int mediaLength;
  private int cipherLength;
  private int nonce;

  /** Where the next number begins, and where the last must have ended. */
  private int at;

  private int end;

  /** Whether the frame ends as those of the protocol do. */
  static boolean isMarked(byte[] in, int offset, int length) {
    return length >= SHORTEST_TRAILER
        && in[offset + length - 1] == MARKER
        && in[offset + length - MARKER_LENGTH] == MARKER;
  }

  /** Reads the trailer; false if it is not in order in every respect. */
  boolean read(byte[] in, int offset, int length) {
    if (!isMarked(in, offset, length)) {
      return false;
    }
    end = offset + length - MARKER_LENGTH - 1;
    int size = in[end] & 0xFF;
    if (size < SHORTEST_TRAILER || size > length) {
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

  /** The truncated nonce, unsigned. */
  int nonce() {
    return nonce;
  }

  /** Bytes before the tag. */
  int mediaLength() {
    return mediaLength;
  }

  /** Those of them that are encrypted. */
  int cipherLength() {
    return cipherLength;
  }

  /** How many ranges of the media are plain; they ascend and do not overlap. */
  int ranges() {
    return ranges;
  }

  /** Where a plain range begins, counted from the beginning of the frame. */
  int start(int range) {
    return starts[range];
  }

  /** Behind the last byte of a plain range. */
  int end(int range) {
    return ends[range];
  }
}
