package dev.antiphon.dave.internal.mls.crypto;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHA256Digest;

/** SHA-256 hashes, and references computed with SHA-256 (RFC 9420, section 5.2). */
public final class Hash {
  private Hash() {}

  /** The hash of the data. */
  public static Bytes of(Bytes data) {
    return of(data.toArray());
  }

  /** The hash of the data. */
  public static Bytes of(byte[] data) {
    return Bytes.copyOf(sha256(data));
  }

  /** RefHash: the reference of a value, with a label for its type. */
  public static Bytes reference(String label, Bytes value) {
    return of(
        new MlsWriter().opaque(label.getBytes(StandardCharsets.US_ASCII)).opaque(value).toArray());
  }

  static byte[] sha256(byte[] data) {
    SHA256Digest digest = new SHA256Digest();
    digest.update(data, 0, data.length);
    byte[] out = new byte[digest.getDigestSize()];
    digest.doFinal(out, 0);
    return out;
  }
}
