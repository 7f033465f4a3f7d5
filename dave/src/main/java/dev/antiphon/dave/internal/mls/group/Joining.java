package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Aead;
import dev.antiphon.dave.internal.mls.crypto.Hpke;
import dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.tree.Extension;
import dev.antiphon.dave.internal.mls.tree.LeafNode;
import dev.antiphon.dave.internal.mls.tree.MemberKeys;
import dev.antiphon.dave.internal.mls.tree.PathSecrets;
import dev.antiphon.dave.internal.mls.tree.RatchetTree;
import dev.antiphon.dave.internal.mls.tree.TreeCheck;
import java.util.Optional;

/**
 * Joins by a welcome (RFC 9420, section 12.4.3.1).
 *
 * @param profile how much of MLS is accepted
 * @param identity who joins
 * @param keyPackage by which it was added
 * @param initPair the key pair that its secrets are encrypted to
 * @param leafPair the key pair of its leaf
 * @param preSharedKeys what the group adds to its secrets
 */
record Joining(
    Profile profile,
    MemberIdentity identity,
    KeyPackage keyPackage,
    HpkeKeyPair initPair,
    HpkeKeyPair leafPair,
    PreSharedKeys preSharedKeys) {

  /**
   * Joins.
   *
   * @param expected the group and its gateway; absent, any group is joined
   * @param knownTree the tree if the welcome does not bring it
   */
  Epoch join(Welcome welcome, Optional<Expected> expected, Optional<Bytes> knownTree)
      throws MlsException {
    Wire.checkSuite(welcome.cipherSuite(), "a welcome");
    Bytes reference = keyPackage.reference();
    Welcome.Entry entry =
        welcome.secrets().stream()
            .filter(candidate -> candidate.newMember().equals(reference))
            .findFirst()
            .orElseThrow(() -> new MlsException(Refusal.NOT_FOR_US, "the welcome"));
    Bytes sealedInfo = welcome.encryptedGroupInfo();
    try (Secret encoded =
            Hpke.decrypt(
                initPair,
                "Welcome",
                sealedInfo,
                entry.secrets(),
                identity.random(),
                "the welcome");
        GroupSecrets secrets = GroupSecrets.decode(encoded);
        Secret psk = preSharedKeys.combine(secrets.preSharedKeys())) {
      GroupInfo info = open(sealedInfo, secrets.joiner(), psk);
      if (expected.isPresent()) {
        expected.get().check(info.context());
      }
      RatchetTree tree = tree(info, knownTree);
      checkTree(info, tree);
      return enter(info, tree, secrets, psk, expected.map(Expected::gateway));
    }
  }

  /**
   * Which group a welcome must be for.
   *
   * @param groupId the channel
   * @param gateway the external sender
   */
  record Expected(Bytes groupId, ExternalSender gateway) {
    void check(GroupContext context) throws MlsException {
      if (!context.groupId().equals(groupId)) {
        throw new MlsException(
            Refusal.WRONG_GROUP, "the welcome", context.groupId() + ", not " + groupId);
      }
      if (!context.extensions().equals(gateway.extensions())) {
        throw new MlsException(
            Refusal.WRONG_EXTENSIONS,
            "the welcome",
            "expected the gateway's external sender alone");
      }
    }
  }

  static GroupInfo open(Bytes sealedInfo, Secret joiner, Secret psk) throws MlsException {
    try (Secret welcome = KeySchedule.welcome(joiner, psk);
        Secret key = welcome.expand("key", Bytes.EMPTY, Aead.KEY);
        Secret nonce = welcome.expand("nonce", Bytes.EMPTY, Aead.NONCE)) {
      MlsReader reader = new MlsReader(Aead.open(key, nonce, sealedInfo, "the group information"));
      GroupInfo info = GroupInfo.read(reader);
      reader.end("the group information");
      return info;
    }
  }

  private static RatchetTree tree(GroupInfo info, Optional<Bytes> knownTree) throws MlsException {
    Bytes encoded =
        info.extension(Extension.RATCHET_TREE)
            .or(() -> knownTree)
            .orElseThrow(
                () -> new MlsException(Refusal.BAD_TREE, "the welcome", "it brings no tree"));
    MlsReader reader = new MlsReader(encoded.toArray());
    RatchetTree tree = RatchetTree.read(reader);
    reader.end("a ratchet tree");
    return tree;
  }

  /**
   * What costs least comes first: a tree that is not the signer's is refused before it is studied.
   */
  private void checkTree(GroupInfo info, RatchetTree tree) throws MlsException {
    GroupContext context = info.context();
    if (!tree.hash().equals(context.treeHash())) {
      throw new MlsException(Refusal.BAD_TREE_HASH, "the welcome");
    }
    LeafNode signer =
        tree.leaf(info.signer())
            .orElseThrow(
                () ->
                    new MlsException(Refusal.WRONG_SENDER, "the welcome", "leaf " + info.signer()));
    info.verifySignature(signer.signatureKey());
    TreeCheck.check(tree);
    MemberRules.checkUsers(tree, profile);
    for (int index : tree.leaves()) {
      LeafNode leaf = tree.leaf(index).orElseThrow();
      MemberRules.check(leaf, profile, "leaf " + index);
      leaf.verifySignature(context.groupId(), index);
    }
  }

  private Epoch enter(
      GroupInfo info,
      RatchetTree tree,
      GroupSecrets secrets,
      Secret psk,
      Optional<ExternalSender> gateway)
      throws MlsException {
    int self =
        tree.leaves().stream()
            .filter(index -> tree.leaf(index).orElseThrow().equals(keyPackage.leaf()))
            .findFirst()
            .orElseThrow(
                () -> new MlsException(Refusal.BAD_TREE, "the welcome", "our leaf is not in it"));
    GroupContext context = info.context();
    MemberKeys keys = keys(tree, self, info.signer(), secrets);
    KeySchedule schedule = KeySchedule.of(secrets.joiner(), psk, context);
    Bytes tag = schedule.confirmationTag(context);
    if (!tag.matches(info.confirmationTag())) {
      keys.close();
      schedule.close();
      throw new MlsException(Refusal.BAD_CONFIRMATION_TAG, "the welcome");
    }
    Bytes interim = Transcript.interim(context.confirmedTranscriptHash(), tag);
    GroupState state = new GroupState(profile, gateway, context, interim, tree);
    return new Epoch(state, keys, schedule, identity);
  }

  private MemberKeys keys(RatchetTree tree, int self, int signer, GroupSecrets secrets)
      throws MlsException {
    MemberKeys own = MemberKeys.of(self, leafPair.copy());
    if (secrets.path().isEmpty()) {
      return own;
    }
    try (own;
        PathSecrets path = PathSecrets.joined(tree, signer, self, secrets.path().get().copy())) {
      return own.in(tree, path);
    }
  }
}
