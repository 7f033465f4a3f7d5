package dev.antiphon.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that this module transports without parsing them, such as MLS messages.
 *
 * <p>Immutable and safe to share between threads: arrays are copied on input and on output. Two
 * objects are equal when their bytes are equal. {@link #toString()} contains only the length.
 */
public final class OpaqueBytes {

  /** Zero bytes. */
  public static final OpaqueBytes EMPTY = new OpaqueBytes(new byte[0]);

  private final byte[] bytes;

  private OpaqueBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Creates an object from a copy of the array. */
  public static OpaqueBytes copyOf(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new OpaqueBytes(bytes.clone());
  }

  /** Reads all remaining bytes of the buffer. The buffer's position is then at its limit. */
  static OpaqueBytes takeFrom(ByteBuffer buffer) {
    if (!buffer.hasRemaining()) {
      return EMPTY;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return new OpaqueBytes(bytes);
  }

  /** Writes the bytes to a buffer, which must have enough space. */
  void putInto(ByteBuffer buffer) {
    buffer.put(bytes);
  }

  /** Returns a new copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** The length in bytes. */
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
