package dev.antiphon.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that this module carries without looking into them, such as MLS messages.
 *
 * <p>Immutable and safe to share: bytes are copied on the way in and on the way out. Equal when the
 * bytes are. {@link #toString()} tells the length only.
 */
public final class OpaqueBytes {

  /** No bytes at all. */
  public static final OpaqueBytes EMPTY = new OpaqueBytes(new byte[0]);

  private final byte[] bytes;

  private OpaqueBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Copies the array. */
  public static OpaqueBytes copyOf(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new OpaqueBytes(bytes.clone());
  }

  /** Takes what remains of the buffer, which is then at its limit. */
  static OpaqueBytes takeFrom(ByteBuffer buffer) {
    if (!buffer.hasRemaining()) {
      return EMPTY;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return new OpaqueBytes(bytes);
  }

  /** Puts the bytes into a buffer that has room for them. */
  void putInto(ByteBuffer buffer) {
    buffer.put(bytes);
  }

  /** A fresh copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** How many bytes there are. */
  public int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OpaqueBytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "OpaqueBytes[" + bytes.length + " bytes]";
  }
}
