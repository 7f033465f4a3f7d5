package dev.antiphon.dave.internal.mls.crypto;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A secret of the key schedule (RFC 9420, sections 8 and 9.2). Closing it wipes the bytes; after
 * that it cannot be used. A secret has one owner. Two epochs never share a secret but have copies,
 * so that closing one epoch does not affect the other. Reading is safe from any thread, as long as
 * no thread closes the secret at the same time.
 */
public final class Secret implements AutoCloseable {
  /** The length of most secrets in bytes: the length of the hash. */
  public static final int LENGTH = 32;

  private final byte[] bytes;
  private boolean closed;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A secret that takes ownership of the array. The caller must not use the array any more. */
  public static Secret owning(byte[] bytes) {
    return new Secret(bytes);
  }

  /** A secret with a copy of the array. The caller wipes the array. */
  public static Secret copyOf(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /** A new random secret. */
  public static Secret random(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return new Secret(bytes);
  }

  /** 32 zero bytes: the value of a secret that is absent. */
  public static Secret zero() {
    return new Secret(new byte[LENGTH]);
  }

  /** A copy for another owner. */
  public Secret copy() {
    return new Secret(bytes().clone());
  }

  /** The number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** A copy of the bytes. The caller owns it and should wipe it. */
  public byte[] toArray() {
    return bytes().clone();
  }

  /** The internal array, for use in this package only. */
  byte[] bytes() {
    if (closed) {
      throw new IllegalStateException("The secret has been wiped");
    }
    return bytes;
  }

  /** KDF.Extract with this secret as the salt (RFC 9420, section 8). */
  public Secret extract(Secret input) {
    return owning(Kdf.extract(bytes(), input.bytes()));
  }

  /** ExpandWithLabel (RFC 9420, section 8). */
  public Secret expand(String label, Bytes context, int length) {
    byte[] info = new MlsWriter().uint16(length).label(label).opaque(context).toArray();
    return owning(Kdf.expand(bytes(), info, length));
  }

  /** DeriveSecret (RFC 9420, section 8). */
  public Secret derive(String label) {
    return expand(label, Bytes.EMPTY, LENGTH);
  }

  /** The MAC of the data with this secret as the key (RFC 9420, section 5.2). */
  public Bytes mac(Bytes data) {
    return Bytes.copyOf(Kdf.hmac(bytes(), data.toArray()));
  }

  /** Compares in constant time. */
  public boolean matches(Secret other) {
    return MessageDigest.isEqual(bytes(), other.bytes());
  }

  /** Wipes the secret. The caller must not use it afterwards. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  /** Contains only the length. */
  @Override
  public String toString() {
    return "Secret[" + bytes.length + " bytes]";
  }
}
