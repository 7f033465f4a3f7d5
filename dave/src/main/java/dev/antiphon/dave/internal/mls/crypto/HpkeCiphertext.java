package dev.antiphon.dave.internal.mls.crypto;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;

/**
 * A ciphertext that is encrypted to one public key (RFC 9420, section 7.6).
 *
 * @param kemOutput the sender's ephemeral public key
 * @param ciphertext the ciphertext and its tag
 */
public record HpkeCiphertext(Bytes kemOutput, Bytes ciphertext) implements Encodable {
  /** Decodes a ciphertext. */
  public static HpkeCiphertext read(MlsReader reader) throws MlsException {
    return new HpkeCiphertext(reader.opaque(), reader.opaque());
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writer.opaque(kemOutput).opaque(ciphertext);
  }
}
