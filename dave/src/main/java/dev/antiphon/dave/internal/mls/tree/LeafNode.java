package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.crypto.Signatures;
import java.util.List;

/**
 * The leaf node of one member, signed by that member (RFC 9420, section 7.2).
 *
 * @param encryptionKey the public key for encryption to this member
 * @param signatureKey the public key that verifies this member's signatures
 * @param credential the identity of the member
 * @param capabilities the capabilities of the client
 * @param source how the leaf was created
 * @param extensions the extensions
 * @param signature the signature over all other fields. Unless the leaf comes from a key package,
 *     it also covers the group id and the index of the leaf
 */
public record LeafNode(
    Bytes encryptionKey,
    Bytes signatureKey,
    Credential credential,
    Capabilities capabilities,
    LeafSource source,
    List<Extension> extensions,
    Bytes signature)
    implements TreeNode {
  private static final String LABEL = "LeafNodeTBS";

  /** Takes a copy of the list. */
  public LeafNode {
    extensions = List.copyOf(extensions);
  }

  /** The leaf node for a new DAVE key package. */
  public static LeafNode forKeyPackage(
      SignatureKeyPair signer, Bytes encryptionKey, Credential credential) {
    return new LeafNode(
            encryptionKey,
            signer.publicKey(),
            credential,
            Capabilities.DAVE,
            LeafSource.OfKeyPackage.FOREVER,
            List.of(),
            Bytes.EMPTY)
        .signed(signer, Bytes.EMPTY, 0);
  }

  /** The leaf node that replaces this one in a commit of the same member. */
  public LeafNode renewed(
      SignatureKeyPair signer, Bytes newKey, Bytes parentHash, Bytes groupId, int index) {
    return new LeafNode(
            newKey,
            signatureKey,
            credential,
            capabilities,
            new LeafSource.OfCommit(parentHash),
            extensions,
            Bytes.EMPTY)
        .signed(signer, groupId, index);
  }

  private LeafNode signed(SignatureKeyPair signer, Bytes groupId, int index) {
    return new LeafNode(
        encryptionKey,
        signatureKey,
        credential,
        capabilities,
        source,
        extensions,
        signer.sign(LABEL, toBeSigned(groupId, index)));
  }

  /** Decodes a leaf node. */
  public static LeafNode read(MlsReader reader) throws MlsException {
    return new LeafNode(
        reader.opaque(),
        reader.opaque(),
        Credential.read(reader),
        Capabilities.read(reader),
        LeafSource.read(reader),
        Extension.readList(reader),
        reader.opaque());
  }

  /** Refuses the leaf if its signature is not valid for this group and index. */
  public void verifySignature(Bytes groupId, int index) throws MlsException {
    Signatures.verify(
        signatureKey, LABEL, toBeSigned(groupId, index), signature, "the leaf node " + index);
  }

  private Bytes toBeSigned(Bytes groupId, int index) {
    MlsWriter writer = new MlsWriter();
    writeContent(writer);
    if (!(source instanceof LeafSource.OfKeyPackage)) {
      writer.opaque(groupId).uint32(index);
    }
    return writer.toBytes();
  }

  private void writeContent(MlsWriter writer) {
    writer
        .opaque(encryptionKey)
        .opaque(signatureKey)
        .struct(credential)
        .struct(capabilities)
        .struct(source)
        .list(extensions);
  }

  @Override
  public Bytes parentHash() {
    return source instanceof LeafSource.OfCommit commit ? commit.parentHash() : Bytes.EMPTY;
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writeContent(writer);
    writer.opaque(signature);
  }
}
