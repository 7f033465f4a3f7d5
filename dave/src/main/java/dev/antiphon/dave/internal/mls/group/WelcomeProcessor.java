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
import dev.antiphon.dave.internal.mls.tree.TreeValidator;
import java.util.Optional;

/**
 * Joins a group by a welcome (RFC 9420, section 12.4.3.1).
 *
 * @param profile the accepted features of MLS
 * @param identity the identity of this client
 * @param keyPackage the key package of this client
 * @param initPair the key pair for the decryption of the group secrets
 * @param leafPair the key pair of the leaf
 * @param preSharedKeys resolves pre-shared keys
 */
record WelcomeProcessor(
    Profile profile,
    MemberIdentity identity,
    KeyPackage keyPackage,
    HpkeKeyPair initPair,
    HpkeKeyPair leafPair,
    PreSharedKeys preSharedKeys) {

  /**
   * Processes a welcome.
   *
   * @param expected the expected group and its gateway; if absent, every group is accepted
   * @param knownTree the ratchet tree, if the welcome does not contain it
   */
  Epoch join(Welcome welcome, Optional<Expected> expected, Optional<Bytes> knownTree)
      throws MlsException {
    WireFormat.checkSuite(welcome.cipherSuite(), "a welcome");
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
   * The group that a welcome must belong to.
   *
   * @param groupId the channel id
   * @param gateway the external sender
   */
  record Expected(Bytes groupId, ExternalSender gateway) {
    void check(GroupContext context) throws MlsException {
      if (!context.groupId().equals(groupId)) {
        throw new MlsException(
            Refusal.WRONG_GROUP, "the welcome", context.groupId() + ", expected " + groupId);
      }
      if (!context.extensions().equals(gateway.extensions())) {
        throw new MlsException(
            Refusal.WRONG_EXTENSIONS, "the welcome", "expected only the gateway's external sender");
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
                () -> new MlsException(Refusal.BAD_TREE, "the welcome", "it contains no tree"));
    MlsReader reader = new MlsReader(encoded.toArray());
    RatchetTree tree = RatchetTree.read(reader);
    reader.end("a ratchet tree");
    return tree;
  }

  /** Checks the tree, with the cheapest checks first: hash and signature before the content. */
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
    TreeValidator.check(tree);
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
                () ->
                    new MlsException(
                        Refusal.BAD_TREE, "the welcome", "it does not contain our leaf"));
    GroupContext context = info.context();
    MemberKeys keys = keys(tree, self, info.signer(), secrets);
    KeySchedule schedule = KeySchedule.of(secrets.joiner(), psk, context);
    Bytes tag = schedule.confirmationTag(context);
    if (!tag.matches(info.confirmationTag())) {
      keys.close();
      schedule.close();
      throw new MlsException(Refusal.BAD_CONFIRMATION_TAG, "the welcome");
    }
    Bytes interim = TranscriptHash.interim(context.confirmedTranscriptHash(), tag);
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
