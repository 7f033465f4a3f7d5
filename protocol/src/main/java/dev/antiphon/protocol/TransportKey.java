package dev.antiphon.protocol;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The secret key of the transport encryption, of whatever length the server sent.
 *
 * <p>Immutable and safe to share: bytes are copied on the way in and on the way out. Compared in
 * constant time. {@link #toString()} tells the length only, and {@link #hashCode()} depends on
 * nothing else, so that the key leaks through neither.
 */
public final class TransportKey {

  private final byte[] bytes;

  private TransportKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Copies the array. */
  public static TransportKey copyOf(byte[] bytes) {
    return new TransportKey(bytes.clone());
  }

  /** A fresh copy of the key, which the caller keeps out of logs. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Length in bytes; 32 for every {@link EncryptionMode} known. */
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
