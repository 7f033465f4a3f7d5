package dev.antiphon.dave.internal.mls.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Decodes the presentation language of RFC 9420, section 2.1, from an array. It does not change the
 * array. Every length is checked against the remaining bytes before memory is allocated. Only
 * minimal headers of vectors are accepted, and the nesting depth of vectors is limited. Not thread
 * safe.
 */
public final class MlsReader {
  private static final int MAX_DEPTH = 8;

  private final byte[] array;
  private final int end;
  private final int depth;
  private int position;

  /** Reads all of the array. */
  public MlsReader(byte[] array) {
    this(array, 0, array.length, 0);
  }

  private MlsReader(byte[] array, int from, int end, int depth) {
    this.array = array;
    this.position = from;
    this.end = end;
    this.depth = depth;
  }

  /** Decodes one element of a vector. */
  public interface Element<T> {
    /** Reads one element. It must consume at least one byte. */
    T read(MlsReader reader) throws MlsException;
  }

  /** An unsigned byte. */
  public int uint8() throws MlsException {
    need(1);
    return array[position++] & 0xff;
  }

  /** An unsigned 16-bit number. */
  public int uint16() throws MlsException {
    return (int) number(2);
  }

  /** An unsigned 32-bit number, returned as the signed number with the same bits. */
  public int uint32() throws MlsException {
    return (int) number(4);
  }

  /** An unsigned 64-bit number, returned as the signed number with the same bits. */
  public long uint64() throws MlsException {
    return number(8);
  }

  private long number(int size) throws MlsException {
    need(size);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | (array[position++] & 0xff);
    }
    return value;
  }

  /**
   * Reads the header of a vector and returns its length in bytes. At least this number of bytes
   * remains.
   */
  private int length() throws MlsException {
    int length = header();
    need(length);
    return length;
  }

  /**
   * Reads the header of a vector without a check of the remaining bytes (RFC 9420, section 2.1.2).
   */
  int header() throws MlsException {
    int first = uint8();
    int size = 1 << (first >>> 6);
    if (size == 8) {
      throw new MlsException(
          Refusal.MALFORMED, "a vector's header", "prefix 0b11 at byte " + (position - 1));
    }
    position--;
    int length = (int) number(size) & (-1 >>> 2 >>> ((4 - size) * 8));
    if (size > 1 && length < (size == 2 ? 1 << 6 : 1 << 14)) {
      throw new MlsException(
          Refusal.MALFORMED, "a vector's header", "length " + length + " in " + size + " bytes");
    }
    return length;
  }

  /** A vector of bytes. */
  public Bytes opaque() throws MlsException {
    int length = length();
    position += length;
    return Bytes.copyOf(array, position - length, position);
  }

  /** A reader for the content of a vector. The caller reads it to its end. */
  public MlsReader vector() throws MlsException {
    int length = length();
    if (depth == MAX_DEPTH) {
      throw new MlsException(Refusal.TOO_LARGE, "a vector", "deeper than " + MAX_DEPTH);
    }
    position += length;
    return new MlsReader(array, position - length, position, depth + 1);
  }

  /** A vector of at most {@code max} elements. */
  public <T> List<T> list(int max, String subject, Element<T> element) throws MlsException {
    MlsReader elements = vector();
    List<T> list = new ArrayList<>();
    while (elements.hasRemaining()) {
      if (list.size() == max) {
        throw new MlsException(Refusal.TOO_LARGE, subject, "expected " + max + " or fewer");
      }
      list.add(element.read(elements));
    }
    return List.copyOf(list);
  }

  /** A value that may be absent. */
  public <T> Optional<T> optional(Element<T> element) throws MlsException {
    int present = uint8();
    if (present > 1) {
      throw new MlsException(
          Refusal.MALFORMED, "an optional value", "presence " + present + ", expected 0 or 1");
    }
    return present == 0 ? Optional.empty() : Optional.of(element.read(this));
  }

  /** Whether bytes remain. */
  public boolean hasRemaining() {
    return position < end;
  }

  /** The index of the next byte in the whole array; for {@link #since(int)}. */
  public int position() {
    return position;
  }

  /** The bytes that were read since a position. */
  public Bytes since(int start) {
    return Bytes.copyOf(array, start, position);
  }

  /** Reads all remaining bytes into a new array, which the caller owns. */
  public byte[] remaining() {
    int start = position;
    position = end;
    return Arrays.copyOfRange(array, start, end);
  }

  /** Refuses bytes after the end of a structure. */
  public void end(String subject) throws MlsException {
    if (hasRemaining()) {
      throw new MlsException(Refusal.MALFORMED, subject, (end - position) + " bytes after its end");
    }
  }

  private void need(int size) throws MlsException {
    if (size > end - position) {
      throw new MlsException(
          Refusal.MALFORMED,
          "an encoding",
          "needs " + size + " bytes at byte " + position + ", " + (end - position) + " remain");
    }
  }
}
