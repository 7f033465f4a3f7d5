package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.crypto.Signatures;
import dev.antiphon.dave.internal.mls.tree.Credential;
import dev.antiphon.dave.internal.mls.tree.Extension;
import java.util.List;

/**
 * The voice gateway as the external sender of a group: only the gateway proposes to add and to
 * remove members (RFC 9420, section 12.1.8.1).
 *
 * @param signatureKey the public key that verifies its proposals
 * @param credential the credential with its identity
 */
public record ExternalSender(Bytes signatureKey, Credential credential) implements Encodable {
  /** Decodes the body of op 25. Refuses an invalid public key. */
  public static ExternalSender parse(byte[] body) throws MlsException {
    MlsReader reader = WireFormat.open(body);
    ExternalSender sender = new ExternalSender(reader.opaque(), Credential.read(reader));
    reader.end("an external sender");
    Signatures.checkKey(sender.signatureKey());
    return sender;
  }

  /** The extensions of a DAVE group: only this external sender. */
  List<Extension> extensions() {
    MlsWriter writer = new MlsWriter().list(List.of(this));
    return List.of(new Extension(Extension.EXTERNAL_SENDERS, writer.toBytes()));
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writer.opaque(signatureKey).struct(credential);
  }
}
