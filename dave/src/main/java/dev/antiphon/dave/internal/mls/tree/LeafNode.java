package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.crypto.Signatures;
import java.util.List;

/**
 * One member as the group sees it, signed by that member (RFC 9420, section 7.2).
 *
 * @param encryptionKey the key that only this member can decrypt with
 * @param signatureKey the key that this member's signatures verify with
 * @param credential who it says it is
 * @param capabilities what it supports
 * @param source how the leaf came to be
 * @param extensions additions
 * @param signature over all of these, and the place in the group unless it comes from a key package
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

  /** Keeps the list from changing. */
  public LeafNode {
    extensions = List.copyOf(extensions);
  }

  /** The leaf node of a new key package of DAVE. */
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

  /** The leaf node that a member's commit puts in the place of this one. */
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

  /** Reads one. */
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

  /** Refuses the leaf unless its signature holds at this place of the group. */
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
