package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.crypto.Hash;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.tree.Extension;
import dev.antiphon.dave.internal.mls.tree.LeafNode;
import java.util.List;

/**
 * A key package: a client publishes it so that it can be added to a group (RFC 9420, section 10).
 *
 * @param cipherSuite the cipher suite; 2 in DAVE
 * @param initKey the public key that the welcome is encrypted to
 * @param leaf the leaf of the new member
 * @param extensions the extensions
 * @param signature the signature over all other fields
 */
public record KeyPackage(
    int cipherSuite, Bytes initKey, LeafNode leaf, List<Extension> extensions, Bytes signature)
    implements Encodable {
  static final String LABEL = "KeyPackageTBS";

  /** Takes a copy of the list. */
  public KeyPackage {
    extensions = List.copyOf(extensions);
  }

  static KeyPackage signed(SignatureKeyPair signer, Bytes initKey, LeafNode leaf) {
    KeyPackage unsigned = new KeyPackage(WireFormat.SUITE, initKey, leaf, List.of(), Bytes.EMPTY);
    return new KeyPackage(
        WireFormat.SUITE, initKey, leaf, List.of(), signer.sign(LABEL, unsigned.toBeSigned()));
  }

  /**
   * Decodes the body of op 26. It is either a plain key package, as clients send it, or a key
   * package in an MLSMessage, as in the whitepaper. It checks only the format.
   */
  public static KeyPackage parse(byte[] body) throws MlsException {
    MlsReader reader = WireFormat.open(body);
    if (body.length >= 4 && body[2] == 0 && body[3] == WireFormat.KEY_PACKAGE) {
      WireFormat.readHeader(reader, WireFormat.KEY_PACKAGE);
    }
    KeyPackage keyPackage = read(reader);
    reader.end("a key package");
    return keyPackage;
  }

  static KeyPackage read(MlsReader reader) throws MlsException {
    WireFormat.readVersion(reader);
    return new KeyPackage(
        reader.uint16(),
        reader.opaque(),
        LeafNode.read(reader),
        Extension.readList(reader),
        reader.opaque());
  }

  /**
   * Refuses a key package that cannot be added to a DAVE group. It checks suite, keys, credential,
   * capabilities and signatures (RFC 9420, section 10.1). It does not check whether the user may
   * join.
   */
  public void validate() throws MlsException {
    MemberRules.check(this, Profile.DAVE);
  }

  /** The user id in the credential. A validated key package always has one. */
  public long userId() {
    return leaf.credential().userId();
  }

  /** KeyPackageRef (RFC 9420, section 5.2). */
  public Bytes reference() {
    return Hash.reference("MLS 1.0 KeyPackage Reference", encode());
  }

  Bytes toBeSigned() {
    MlsWriter writer = new MlsWriter();
    writeContent(writer);
    return writer.toBytes();
  }

  private void writeContent(MlsWriter writer) {
    writer
        .uint16(WireFormat.MLS10)
        .uint16(cipherSuite)
        .opaque(initKey)
        .struct(leaf)
        .list(extensions);
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writeContent(writer);
    writer.opaque(signature);
  }
}
