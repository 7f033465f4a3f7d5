package dev.antiphon.dave.internal.mls.group;

import static dev.antiphon.dave.internal.mls.group.RefusalAssertions.flipped;
import static dev.antiphon.dave.internal.mls.group.RefusalAssertions.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Hpke;
import dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.tree.Credential;
import dev.antiphon.dave.internal.mls.tree.Extension;
import dev.antiphon.dave.internal.mls.tree.LeafNode;
import dev.antiphon.dave.internal.mls.tree.ParentNode;
import dev.antiphon.dave.internal.mls.tree.RatchetTree;
import dev.antiphon.dave.internal.mls.tree.TreeProbe;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each check of a welcome is violated separately, by the member that created it. In a group of
 * five, leaf 0 has removed leaf 4 and added a new member at its index.
 */
class WelcomeRefusalTest {
  private final SecureRandom random = new SecureRandom();
  private Channel channel;
  private Client committer;
  private Client newMember;
  private PreparedCommit prepared;
  private WelcomeEditor editor;

  @BeforeEach
  void createWelcome() throws MlsException {
    channel = Channel.of(5);
    committer = channel.members.get(0);
    channel.leave(channel.members.get(4));
    newMember = channel.join();
    prepared = committer.epoch.commit(committer.queue);
    editor =
        new WelcomeEditor(newMember.bundle, committer.identity, prepared.welcome().orElseThrow());
  }

  /** A commit with only additions leaves all parents blank, so no parent hash depends on a leaf. */
  private void createWelcomeWithoutAPath() throws MlsException {
    channel = Channel.of(1);
    committer = channel.members.get(0);
    for (int i = 0; i < 4; i++) {
      newMember = channel.join();
    }
    prepared = committer.epoch.commit(committer.queue);
    editor =
        new WelcomeEditor(newMember.bundle, committer.identity, prepared.welcome().orElseThrow());
    assertThat(join(editor.welcome()).members()).hasSize(5);
  }

  private Epoch join(byte[] welcome) throws MlsException {
    return newMember.bundle.join(welcome, Channel.ID, channel.sender());
  }

  private void assertRefused(Refusal refusal) throws MlsException {
    byte[] welcome = editor.welcome();
    refused(refusal, () -> join(welcome));
  }

  @Test
  void validWelcomeIsAcceptedEveryTime() throws MlsException {
    for (byte[] welcome : List.of(prepared.welcome().orElseThrow().toArray(), editor.welcome())) {
      Epoch epoch = join(welcome);
      assertThat(epoch.authenticator()).isEqualTo(prepared.next().authenticator());
      assertThat(epoch.leaf()).isEqualTo(4);
    }
  }

  @Test
  void welcomeForAnotherKeyPackageIsRefused() throws MlsException {
    Client other = channel.newClient();
    byte[] welcome = editor.welcome();
    refused(Refusal.NOT_FOR_US, () -> other.bundle.join(welcome, Channel.ID, channel.sender()));
  }

  @Test
  void welcomeOfAnotherCipherSuiteIsRefused() throws MlsException {
    byte[] welcome = editor.welcome();
    welcome[1] = 1;
    refused(Refusal.UNSUPPORTED, () -> join(welcome));
  }

  @Test
  void welcomeToAnotherGroupIsRefused() throws MlsException {
    byte[] welcome = editor.welcome();
    refused(Refusal.WRONG_GROUP, () -> newMember.bundle.join(welcome, 7, channel.sender()));
  }

  @Test
  void groupWithTheWrongExternalSenderIsRefused() throws MlsException {
    ExternalSender other =
        new ExternalProposer(SignatureKeyPair.generate(random), Bytes.ofLong(1)).sender();
    byte[] welcome = editor.welcome();
    refused(Refusal.WRONG_EXTENSIONS, () -> newMember.bundle.join(welcome, Channel.ID, other));
  }

  @Test
  void groupWithUnexpectedExtensionsIsRefused() throws MlsException {
    List<Extension> more = new ArrayList<>(editor.context.extensions());
    more.add(new Extension(3, Bytes.copyOf(new byte[3])));
    replaceExtensions(more);
    assertRefused(Refusal.WRONG_EXTENSIONS);
    replaceExtensions(List.of());
    assertRefused(Refusal.WRONG_EXTENSIONS);
  }

  private void replaceExtensions(List<Extension> extensions) {
    GroupContext old = editor.context;
    editor.replaceContext(
        new GroupContext(
            old.groupId(), old.epoch(), old.treeHash(), old.confirmedTranscriptHash(), extensions));
  }

  @Test
  void groupInfoThatCannotBeDecryptedIsRefused() throws MlsException {
    Welcome good = Welcome.parse(editor.welcome());
    Welcome changed = new Welcome(2, good.secrets(), flipped(good.encryptedGroupInfo()));
    refused(Refusal.UNDECRYPTABLE, () -> join(changed.encode().toArray()));
    byte[] elsewhere = editor.welcome();
    editor.joiner = Secret.random(random, 32);
    Welcome other = Welcome.parse(editor.welcome());
    Welcome mixed = new Welcome(2, other.secrets(), Welcome.parse(elsewhere).encryptedGroupInfo());
    refused(Refusal.UNDECRYPTABLE, () -> join(mixed.encode().toArray()));
  }

  @Test
  void welcomeThatNeedsAPreSharedKeyIsRefused() throws MlsException {
    byte[] id = {1, 0, 0};
    Secret secrets =
        Secret.owning(
            new MlsWriter().opaque(editor.joiner.toArray()).uint8(0).opaque(id).toArray());
    byte[] welcome = editor.welcome(editor.signedInfo().encode(), secrets);
    refused(Refusal.UNSUPPORTED, () -> join(welcome));
  }

  @Test
  void welcomeWithoutATreeIsRefused() throws MlsException {
    GroupInfo info =
        new GroupInfo(editor.context, List.of(), editor.confirmationTag, 0, Bytes.EMPTY)
            .signed(committer.identity.signer());
    byte[] welcome = editor.welcome(info.encode());
    refused(Refusal.BAD_TREE, () -> join(welcome));
  }

  @Test
  void treeThatDoesNotMatchTheTreeHashIsRefused() throws MlsException {
    editor.tree = editor.tree.remove(3);
    assertRefused(Refusal.BAD_TREE_HASH);
  }

  @Test
  void wrongConfirmationTagIsRefused() throws MlsException {
    editor.confirmationTag = flipped(editor.confirmationTag);
    assertRefused(Refusal.BAD_CONFIRMATION_TAG);
  }

  @Test
  void groupInfoWhoseSignerIsABlankLeafIsRefused() throws MlsException {
    editor.signerLeaf = 77;
    assertRefused(Refusal.WRONG_SENDER);
  }

  @Test
  void groupInfoSignedByAnotherMemberThanTheNamedSignerIsRefused() throws MlsException {
    editor.signerLeaf = 1;
    assertRefused(Refusal.BAD_SIGNATURE);
  }

  @Test
  void leafWithAWrongSignatureIsRefused() throws MlsException {
    createWelcomeWithoutAPath();
    replaceLeaf(3, leaf -> changed(leaf, leaf.credential(), flipped(leaf.signature())));
    assertRefused(Refusal.BAD_SIGNATURE);
  }

  @Test
  void leafWithoutAUserIdIsRefused() throws MlsException {
    createWelcomeWithoutAPath();
    replaceLeaf(
        3, leaf -> changed(leaf, new Credential(Bytes.copyOf(new byte[4])), leaf.signature()));
    assertRefused(Refusal.BAD_CREDENTIAL);
  }

  @Test
  void treeThatContainsAUserTwiceIsRefused() throws MlsException {
    createWelcomeWithoutAPath();
    Credential other = editor.tree.leaf(2).orElseThrow().credential();
    replaceLeaf(3, leaf -> changed(leaf, other, leaf.signature()));
    assertRefused(Refusal.ALREADY_MEMBER);
  }

  @Test
  void treeThatContainsAKeyTwiceIsRefused() throws MlsException {
    LeafNode other = editor.tree.leaf(2).orElseThrow();
    replaceLeaf(3, leaf -> withKeys(leaf, other.encryptionKey(), leaf.signatureKey()));
    assertRefused(Refusal.DUPLICATE_KEY);
    replaceLeaf(3, leaf -> withKeys(leaf, Bytes.copyOf(new byte[65]), other.signatureKey()));
    assertRefused(Refusal.DUPLICATE_KEY);
  }

  private static LeafNode withKeys(LeafNode leaf, Bytes encryptionKey, Bytes signatureKey) {
    return new LeafNode(
        encryptionKey,
        signatureKey,
        leaf.credential(),
        leaf.capabilities(),
        leaf.source(),
        leaf.extensions(),
        leaf.signature());
  }

  private static LeafNode changed(LeafNode leaf, Credential credential, Bytes signature) {
    return new LeafNode(
        leaf.encryptionKey(),
        leaf.signatureKey(),
        credential,
        leaf.capabilities(),
        leaf.source(),
        leaf.extensions(),
        signature);
  }

  private void replaceLeaf(int index, UnaryOperator<LeafNode> change) {
    LeafNode leaf = editor.tree.leaf(index).orElseThrow();
    editor.replaceTree(editor.tree.withLeaf(index, change.apply(leaf)));
  }

  private void replaceParent(UnaryOperator<ParentNode> change) throws MlsException {
    RatchetTree tree = editor.tree;
    editor.replaceTree(
        TreeProbe.with(tree, TreeProbe.firstParent(tree), node -> change.apply((ParentNode) node)));
  }

  @Test
  void parentNodeWithAKeyThatNoCommitHasSetIsRefused() throws MlsException {
    Bytes key = HpkeKeyPair.generate(random).publicKey();
    replaceParent(parent -> new ParentNode(key, parent.parentHash(), parent.unmergedLeaves()));
    assertRefused(Refusal.BAD_PARENT_HASH);
  }

  @Test
  void parentNodeWithAnInvalidKeyIsRefused() throws MlsException {
    replaceParent(
        parent ->
            new ParentNode(
                flipped(parent.encryptionKey()), parent.parentHash(), parent.unmergedLeaves()));
    assertRefused(Refusal.BAD_KEY);
  }

  @Test
  void parentNodeWithAChangedParentHashIsRefused() throws MlsException {
    replaceParent(
        parent ->
            new ParentNode(
                parent.encryptionKey(), flipped(parent.parentHash()), parent.unmergedLeaves()));
    assertRefused(Refusal.BAD_PARENT_HASH);
  }

  @Test
  void parentNodeWithAnUnmergedLeafThatIsNotBelowItIsRefused() throws MlsException {
    for (int leaf : new int[] {3, 7, 4000}) {
      replaceParent(
          parent -> new ParentNode(parent.encryptionKey(), parent.parentHash(), List.of(leaf)));
      assertRefused(Refusal.BAD_TREE);
    }
  }

  @Test
  void unmergedLeafInNodesThatAreNotItsAncestorsIsRefused() throws MlsException {
    RatchetTree tree = editor.tree;
    for (int node : new int[] {1, 3, 7}) {
      tree =
          TreeProbe.with(
              tree, node, old -> new ParentNode(old.encryptionKey(), old.parentHash(), List.of(3)));
    }
    editor.replaceTree(tree);
    assertRefused(Refusal.BAD_TREE);
  }

  @Test
  void unmergedLeafThatIsMissingInALowerAncestorIsRefused() throws MlsException {
    RatchetTree tree = editor.tree;
    editor.replaceTree(
        TreeProbe.with(
            tree,
            tree.leafCount() - 1,
            root -> new ParentNode(root.encryptionKey(), root.parentHash(), List.of(0))));
    assertRefused(Refusal.BAD_TREE);
  }

  @Test
  void treeWithoutOurOwnLeafIsRefused() throws MlsException {
    createWelcomeWithoutAPath();
    Client other = channel.newClient();
    replaceLeaf(4, leaf -> other.bundle.keyPackage().leaf());
    assertRefused(Refusal.BAD_TREE);
  }

  @Test
  void pathSecretThatDoesNotMatchTheTreeIsRefused() throws MlsException {
    editor.pathSecret = Optional.of(Secret.random(random, 32));
    assertRefused(Refusal.PATH_SECRET_MISMATCH);
  }

  @Test
  void pathSecretOfTheWrongLengthIsRefused() throws MlsException {
    editor.pathSecret = Optional.of(Secret.random(random, 31));
    assertRefused(Refusal.MALFORMED);
  }

  @Test
  void secretsEncryptedForAnotherKeyAreRefused() throws MlsException {
    Welcome good = Welcome.parse(editor.welcome());
    Bytes key = HpkeKeyPair.generate(random).publicKey();
    Secret secrets = GroupSecrets.encode(editor.joiner, editor.pathSecret);
    Welcome.Entry entry =
        new Welcome.Entry(
            good.secrets().get(0).newMember(),
            Hpke.encrypt(key, "Welcome", good.encryptedGroupInfo(), secrets, random));
    Welcome changed = new Welcome(2, List.of(entry), good.encryptedGroupInfo());
    refused(Refusal.UNDECRYPTABLE, () -> join(changed.encode().toArray()));
  }
}
