package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Signatures;
import dev.antiphon.dave.internal.mls.tree.Capabilities;
import dev.antiphon.dave.internal.mls.tree.Credential;
import dev.antiphon.dave.internal.mls.tree.Extension;
import dev.antiphon.dave.internal.mls.tree.LeafNode;
import dev.antiphon.dave.internal.mls.tree.LeafSource;
import dev.antiphon.dave.internal.mls.tree.RatchetTree;
import java.util.HashSet;
import java.util.Set;

/** The validation of key packages and leaf nodes (RFC 9420, sections 7.3 and 10.1). */
final class MemberRules {
  private MemberRules() {}

  /** Refuses an invalid key package. */
  static void check(KeyPackage keyPackage, Profile profile) throws MlsException {
    LeafNode leaf = keyPackage.leaf();
    WireFormat.checkSuite(keyPackage.cipherSuite(), "a key package");
    if (!(leaf.source() instanceof LeafSource.OfKeyPackage)) {
      throw new MlsException(
          Refusal.BAD_LEAF, "a key package", "its leaf was not created for a key package");
    }
    check(leaf, profile, "a key package");
    Signatures.checkKey(keyPackage.initKey());
    if (keyPackage.initKey().equals(leaf.encryptionKey())) {
      throw new MlsException(
          Refusal.BAD_KEY, "a key package", "its init key is also the key of its leaf");
    }
    checkExtensions(keyPackage.extensions(), leaf.capabilities(), "a key package");
    leaf.verifySignature(Bytes.EMPTY, 0);
    Signatures.verify(
        leaf.signatureKey(),
        KeyPackage.LABEL,
        keyPackage.toBeSigned(),
        keyPackage.signature(),
        "a key package");
  }

  /** Refuses a leaf with invalid content. It does not check the signature. */
  static void check(LeafNode leaf, Profile profile, String subject) throws MlsException {
    Signatures.checkKey(leaf.encryptionKey());
    Signatures.checkKey(leaf.signatureKey());
    if (profile.isStrict() && !leaf.credential().isUser()) {
      int length = leaf.credential().identity().length();
      throw new MlsException(
          Refusal.BAD_CREDENTIAL, subject, "an identity of " + length + " bytes, expected 8");
    }
    Capabilities capabilities = leaf.capabilities();
    if (!Capabilities.contains(capabilities.versions(), WireFormat.MLS10)
        || !Capabilities.contains(capabilities.cipherSuites(), WireFormat.SUITE)
        || !Capabilities.contains(capabilities.credentials(), Credential.BASIC)) {
      throw new MlsException(
          Refusal.BAD_LEAF, subject, "expected support for MLS 1.0, suite 2 and basic credentials");
    }
    if (leaf.source() instanceof LeafSource.OfKeyPackage made
        && Long.compareUnsigned(made.notBefore(), made.notAfter()) > 0) {
      throw new MlsException(Refusal.BAD_LEAF, subject, "its lifetime ends before it begins");
    }
    checkExtensions(leaf.extensions(), capabilities, subject);
  }

  private static void checkExtensions(
      Iterable<Extension> extensions, Capabilities capabilities, String subject)
      throws MlsException {
    for (Extension extension : extensions) {
      if (!extension.isDefault()
          && !Capabilities.contains(capabilities.extensions(), extension.type())) {
        throw new MlsException(
            Refusal.BAD_LEAF,
            subject,
            "extension " + extension.type() + " is not in the capabilities");
      }
    }
  }

  /**
   * Refuses the new leaf of a commit if it belongs to another member, or if it was not created for
   * a commit.
   */
  static void checkRenewal(LeafNode old, LeafNode renewed, Profile profile) throws MlsException {
    String subject = "the committer's new leaf";
    if (!(renewed.source() instanceof LeafSource.OfCommit)) {
      throw new MlsException(Refusal.BAD_LEAF, subject, "it was not created for a commit");
    }
    check(renewed, profile, subject);
    if (profile.isStrict() && !renewed.credential().equals(old.credential())) {
      throw new MlsException(Refusal.BAD_CREDENTIAL, subject, "it belongs to another user");
    }
    if (profile.isStrict() && !renewed.signatureKey().equals(old.signatureKey())) {
      throw new MlsException(Refusal.BAD_KEY, subject, "the signature key has changed");
    }
  }

  /** Refuses a tree in which a user has two leaves. */
  static void checkUsers(RatchetTree tree, Profile profile) throws MlsException {
    if (!profile.isStrict()) {
      return;
    }
    Set<Bytes> users = new HashSet<>();
    for (int index : tree.leaves()) {
      if (!users.add(tree.leaf(index).orElseThrow().credential().identity())) {
        throw new MlsException(Refusal.ALREADY_MEMBER, "the group", "leaf " + index);
      }
    }
  }
}
