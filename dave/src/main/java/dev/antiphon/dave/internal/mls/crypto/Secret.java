package dev.antiphon.dave.internal.mls.crypto;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A secret of the key schedule, wiped when it is closed and useless from then on (RFC 9420,
 * sections 8 and 9.2). Each owner has a secret of its own: what two epochs know is copied, so that
 * closing one leaves the other whole. Reading is safe from any thread, as long as nobody closes it
 * meanwhile.
 */
public final class Secret implements AutoCloseable {
  /** The length of most secrets, that of the hash, in bytes. */
  public static final int LENGTH = 32;

  private final byte[] bytes;
  private boolean closed;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the array over; the caller must not keep it. */
  public static Secret owning(byte[] bytes) {
    return new Secret(bytes);
  }

  /** A copy of the array, which stays the caller's to wipe. */
  public static Secret copyOf(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /** Fresh random bytes. */
  public static Secret random(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return new Secret(bytes);
  }

  /** As many zeros as the hash has bytes: the secret of something absent. */
  public static Secret zero() {
    return new Secret(new byte[LENGTH]);
  }

  /** The same secret for another owner. */
  public Secret copy() {
    return new Secret(bytes().clone());
  }

  /** The number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** A copy that the caller owns, and should wipe. */
  public byte[] toArray() {
    return bytes().clone();
  }

  /** The array itself, for the arithmetic of this package. */
  byte[] bytes() {
    if (closed) {
      throw new IllegalStateException("the secret has been wiped");
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

  /** The authentication code of the data under this secret (RFC 9420, section 5.2). */
  public Bytes mac(Bytes data) {
    return Bytes.copyOf(Kdf.hmac(bytes(), data.toArray()));
  }

  /** Equality in constant time. */
  public boolean matches(Secret other) {
    return MessageDigest.isEqual(bytes(), other.bytes());
  }

  /** Wipes the secret; using it afterwards is an error of the caller. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  /** The length alone. */
  @Override
  public String toString() {
    return "Secret[" + bytes.length + " bytes]";
  }
}
