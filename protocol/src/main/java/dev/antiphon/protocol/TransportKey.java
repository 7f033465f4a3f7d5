package dev.antiphon.protocol;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The secret key of the transport encryption, of any length.
 *
 * <p>Immutable and safe to share between threads: arrays are copied on input and on output. {@link
 * #equals} compares in constant time. {@link #toString()} and {@link #hashCode()} depend only on
 * the length, so they do not leak the key.
 */
public final class TransportKey {

  private final byte[] bytes;

  private TransportKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Creates a key from a copy of the array. */
  public static TransportKey copyOf(byte[] bytes) {
    return new TransportKey(bytes.clone());
  }

  /** Returns a new copy of the key. The caller must not log it. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** The length in bytes; 32 for every {@link EncryptionMode}. */
  public int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TransportKey that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.length;
  }

  @Override
  public String toString() {
    return "TransportKey[" + bytes.length + " bytes]";
  }
}
