package dev.antiphon.dave.internal.mls.codec;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Immutable bytes that are compared by content: keys, hashes, identities, encodings. Not for
 * secrets, because these bytes cannot be wiped.
 */
public final class Bytes {
  /** The empty byte string. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final int SHOWN = 8;

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** A copy of the array. */
  public static Bytes copyOf(byte[] array) {
    return array.length == 0 ? EMPTY : new Bytes(array.clone());
  }

  /** A copy of a part of the array. */
  static Bytes copyOf(byte[] array, int from, int to) {
    return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(array, from, to));
  }

  /**
   * Eight bytes, the most significant first: the encoding of user and channel ids in DAVE
   * (whitepaper, section MLS).
   */
  public static Bytes ofLong(long value) {
    return new MlsWriter().uint64(value).toBytes();
  }

  /** The number of bytes. */
  public int length() {
    return array.length;
  }

  /** Whether the length is 0. */
  public boolean isEmpty() {
    return array.length == 0;
  }

  /** The byte at this index, from 0 to 255. */
  public int at(int index) {
    return array[index] & 0xff;
  }

  /** A copy that the caller owns. */
  public byte[] toArray() {
    return array.clone();
  }

  /** Compares in constant time; for tags. */
  public boolean matches(Bytes other) {
    return MessageDigest.isEqual(array, other.array);
  }

  void appendTo(MlsWriter writer) {
    writer.bytes(array);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(array, that.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  /** The first bytes as hexadecimal digits, and the length. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return array.length <= SHOWN
        ? hex.formatHex(array)
        : hex.formatHex(array, 0, SHOWN) + "… (" + array.length + " bytes)";
  }
}
