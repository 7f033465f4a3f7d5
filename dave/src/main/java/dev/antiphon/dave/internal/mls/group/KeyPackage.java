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
 * What somebody publishes to be added to a group (RFC 9420, section 10).
 *
 * @param cipherSuite the suite; 2 in DAVE
 * @param initKey the key that its welcome is encrypted to
 * @param leaf the leaf that it will have
 * @param extensions additions
 * @param signature over all of these
 */
public record KeyPackage(
    int cipherSuite, Bytes initKey, LeafNode leaf, List<Extension> extensions, Bytes signature)
    implements Encodable {
  static final String LABEL = "KeyPackageTBS";

  /** Keeps the list from changing. */
  public KeyPackage {
    extensions = List.copyOf(extensions);
  }

  static KeyPackage signed(SignatureKeyPair signer, Bytes initKey, LeafNode leaf) {
    KeyPackage unsigned = new KeyPackage(Wire.SUITE, initKey, leaf, List.of(), Bytes.EMPTY);
    return new KeyPackage(
        Wire.SUITE, initKey, leaf, List.of(), signer.sign(LABEL, unsigned.toBeSigned()));
  }

  /**
   * Reads the body of op 26: a key package as it is, as clients send it, or in an MLSMessage, as
   * the whitepaper has it. Checks the form alone.
   */
  public static KeyPackage parse(byte[] body) throws MlsException {
    MlsReader reader = Wire.open(body);
    if (body.length >= 4 && body[2] == 0 && body[3] == Wire.KEY_PACKAGE) {
      Wire.readHeader(reader, Wire.KEY_PACKAGE);
    }
    KeyPackage keyPackage = read(reader);
    reader.end("a key package");
    return keyPackage;
  }

  static KeyPackage read(MlsReader reader) throws MlsException {
    Wire.readVersion(reader);
    return new KeyPackage(
        reader.uint16(),
        reader.opaque(),
        LeafNode.read(reader),
        Extension.readList(reader),
        reader.opaque());
  }

  /**
   * Refuses the key package unless it may be added to a DAVE group: suite, keys, credential,
   * capabilities, signatures (RFC 9420, section 10.1). Whether its user is welcome is not asked.
   */
  public void validate() throws MlsException {
    MemberRules.check(this, Profile.DAVE);
  }

  /** The user that it says it is; validated key packages say one. */
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
    writer.uint16(Wire.MLS10).uint16(cipherSuite).opaque(initKey).struct(leaf).list(extensions);
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writeContent(writer);
    writer.opaque(signature);
  }
}
