package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.crypto.Signatures;
import dev.antiphon.dave.internal.mls.tree.Extension;
import java.util.List;
import java.util.Optional;

/**
 * The public state of a group for a new member (RFC 9420, section 12.4.3).
 *
 * @param context the context of the new epoch
 * @param extensions the extensions; one of them is the ratchet tree
 * @param confirmationTag the confirmation tag of the commit that started the epoch
 * @param signer the leaf of the member that signed
 * @param signature the signature of that member
 */
record GroupInfo(
    GroupContext context,
    List<Extension> extensions,
    Bytes confirmationTag,
    int signer,
    Bytes signature)
    implements Encodable {
  private static final String LABEL = "GroupInfoTBS";

  GroupInfo {
    extensions = List.copyOf(extensions);
  }

  GroupInfo signed(SignatureKeyPair key) {
    return new GroupInfo(
        context, extensions, confirmationTag, signer, key.sign(LABEL, toBeSigned()));
  }

  static GroupInfo read(MlsReader reader) throws MlsException {
    return new GroupInfo(
        GroupContext.read(reader),
        Extension.readList(reader),
        reader.opaque(),
        reader.uint32(),
        reader.opaque());
  }

  void verifySignature(Bytes key) throws MlsException {
    Signatures.verify(key, LABEL, toBeSigned(), signature, "the group information");
  }

  /** The content of the extension with this type. */
  Optional<Bytes> extension(int type) {
    return extensions.stream()
        .filter(extension -> extension.type() == type)
        .map(Extension::data)
        .findFirst();
  }

  private Bytes toBeSigned() {
    MlsWriter writer = new MlsWriter();
    writeContent(writer);
    return writer.toBytes();
  }

  private void writeContent(MlsWriter writer) {
    writer.struct(context).list(extensions).opaque(confirmationTag).uint32(signer);
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writeContent(writer);
    writer.opaque(signature);
  }
}
