package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import java.util.HexFormat;

/**
 * Immutable bytes that are compared by content: the body of a gateway message, or a public key.
 * They are never secret. Any bytes are allowed, because the session checks a body only when it
 * handles the event.
 */
public final class DaveBytes {
  private final Bytes bytes;

  private DaveBytes(Bytes bytes) {
    this.bytes = bytes;
  }

  /** A copy of the array. */
  public static DaveBytes copyOf(byte[] array) {
    return new DaveBytes(Bytes.copyOf(array));
  }

  static DaveBytes of(Bytes bytes) {
    return new DaveBytes(bytes);
  }

  Bytes bytes() {
    return bytes;
  }

  /** The number of bytes. */
  public int length() {
    return bytes.length();
  }

  /** A copy that the caller owns. */
  public byte[] toByteArray() {
    return bytes.toArray();
  }

  /** All bytes as lower-case hexadecimal digits. */
  public String toHex() {
    return HexFormat.of().formatHex(bytes.toArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DaveBytes that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /** The first eight bytes as hexadecimal digits. If there are more bytes, the length follows. */
  @Override
  public String toString() {
    return bytes.toString();
  }
}
