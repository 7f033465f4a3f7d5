package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.crypto.Aead;
import dev.antiphon.dave.internal.mls.crypto.Hpke;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.tree.Extension;
import dev.antiphon.dave.internal.mls.tree.RatchetTree;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Decrypts a welcome, lets a test change its content, and encrypts it again like the committer. */
final class WelcomeEditor {
  private final SecureRandom random = new SecureRandom();
  private final KeyPackageBundle bundle;
  private final MemberIdentity signer;

  GroupInfo info;
  RatchetTree tree;
  GroupContext context;
  Bytes confirmationTag;
  int signerLeaf;
  Secret joiner;
  Optional<Secret> pathSecret;

  WelcomeEditor(KeyPackageBundle bundle, MemberIdentity signer, Bytes welcome) throws MlsException {
    this.bundle = bundle;
    this.signer = signer;
    Welcome parsed = Welcome.parse(welcome.toArray()).only(bundle.keyPackage().reference());
    Secret encoded =
        Hpke.decrypt(
            bundle.initPair(),
            "Welcome",
            parsed.encryptedGroupInfo(),
            parsed.secrets().get(0).secrets(),
            random,
            "the welcome");
    GroupSecrets secrets = GroupSecrets.decode(encoded);
    joiner = secrets.joiner();
    pathSecret = secrets.path();
    info = WelcomeProcessor.open(parsed.encryptedGroupInfo(), joiner, Secret.zero());
    context = info.context();
    confirmationTag = info.confirmationTag();
    signerLeaf = info.signer();
    byte[] encodedTree = info.extension(Extension.RATCHET_TREE).orElseThrow().toArray();
    tree = RatchetTree.read(new MlsReader(encodedTree));
  }

  /** Replaces the tree, and updates the tree hash in the context and the confirmation tag. */
  void replaceTree(RatchetTree other) {
    tree = other;
    replaceContext(
        new GroupContext(
            context.groupId(),
            context.epoch(),
            other.hash(),
            context.confirmedTranscriptHash(),
            context.extensions()));
  }

  void replaceContext(GroupContext other) {
    context = other;
    confirmationTag = KeySchedule.of(joiner, Secret.zero(), other).confirmationTag(other);
  }

  /** The signed group information with the current values. */
  GroupInfo signedInfo() {
    Extension inline = new Extension(Extension.RATCHET_TREE, tree.encode());
    return new GroupInfo(context, List.of(inline), confirmationTag, signerLeaf, Bytes.EMPTY)
        .signed(signer.signer());
  }

  byte[] welcome() throws MlsException {
    return welcome(signedInfo().encode());
  }

  byte[] welcome(Bytes groupInfo) throws MlsException {
    return welcome(groupInfo, GroupSecrets.encode(joiner, pathSecret));
  }

  byte[] welcome(Bytes groupInfo, Secret secrets) throws MlsException {
    Secret welcome = KeySchedule.welcome(joiner, Secret.zero());
    Secret key = welcome.expand("key", Bytes.EMPTY, Aead.KEY);
    Secret nonce = welcome.expand("nonce", Bytes.EMPTY, Aead.NONCE);
    Bytes sealed = Aead.seal(key, nonce, groupInfo.toArray());
    KeyPackage keyPackage = bundle.keyPackage();
    Welcome.Entry entry =
        new Welcome.Entry(
            keyPackage.reference(),
            Hpke.encrypt(keyPackage.initKey(), "Welcome", sealed, secrets, random));
    return new Welcome(WireFormat.SUITE, List.of(entry), sealed).encode().toArray();
  }
}
