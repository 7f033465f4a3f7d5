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
 * Each check of a welcome, broken alone, by the member who made it: leaf 0 of five, who removed
 * leaf 4 and added the newcomer in its place.
 */
class WelcomeRefusalTest {
  private final SecureRandom random = new SecureRandom();
  private Channel channel;
  private Client committer;
  private Client newcomer;
  private PreparedCommit prepared;
  private WelcomeEditor forge;

  @BeforeEach
  void aWelcome() throws MlsException {
    channel = Channel.of(5);
    committer = channel.members.get(0);
    channel.leave(channel.members.get(4));
    newcomer = channel.join();
    prepared = committer.epoch.commit(committer.queue);
    forge =
        new WelcomeEditor(newcomer.bundle, committer.identity, prepared.welcome().orElseThrow());
  }

  /** Adds alone leave all parents blank, so that no parent hash speaks for a leaf. */
  private void aWelcomeWithoutAPath() throws MlsException {
    channel = Channel.of(1);
    committer = channel.members.get(0);
    for (int i = 0; i < 4; i++) {
      newcomer = channel.join();
    }
    prepared = committer.epoch.commit(committer.queue);
    forge =
        new WelcomeEditor(newcomer.bundle, committer.identity, prepared.welcome().orElseThrow());
    assertThat(join(forge.welcome()).members()).hasSize(5);
  }

  private Epoch join(byte[] welcome) throws MlsException {
    return newcomer.bundle.join(welcome, Channel.ID, channel.sender());
  }

  private void refusedNow(Refusal refusal) throws MlsException {
    byte[] welcome = forge.welcome();
    refused(refusal, () -> join(welcome));
  }

  @Test
  void aGoodOneIsTakenAsOftenAsItComes() throws MlsException {
    for (byte[] welcome : List.of(prepared.welcome().orElseThrow().toArray(), forge.welcome())) {
      Epoch epoch = join(welcome);
      assertThat(epoch.authenticator()).isEqualTo(prepared.next().authenticator());
      assertThat(epoch.leaf()).isEqualTo(4);
    }
  }

  @Test
  void forSomebodyElse() throws MlsException {
    Client other = channel.newcomer();
    byte[] welcome = forge.welcome();
    refused(Refusal.NOT_FOR_US, () -> other.bundle.join(welcome, Channel.ID, channel.sender()));
  }

  @Test
  void ofAnotherSuite() throws MlsException {
    byte[] welcome = forge.welcome();
    welcome[1] = 1;
    refused(Refusal.UNSUPPORTED, () -> join(welcome));
  }

  @Test
  void toAnotherGroup() throws MlsException {
    byte[] welcome = forge.welcome();
    refused(Refusal.WRONG_GROUP, () -> newcomer.bundle.join(welcome, 7, channel.sender()));
  }

  @Test
  void withAnotherGateway() throws MlsException {
    ExternalSender other =
        new ExternalProposer(SignatureKeyPair.generate(random), Bytes.ofLong(1)).sender();
    byte[] welcome = forge.welcome();
    refused(Refusal.WRONG_EXTENSIONS, () -> newcomer.bundle.join(welcome, Channel.ID, other));
  }

  @Test
  void withMoreThanTheGateway() throws MlsException {
    List<Extension> more = new ArrayList<>(forge.context.extensions());
    more.add(new Extension(3, Bytes.copyOf(new byte[3])));
    replaceExtensions(more);
    refusedNow(Refusal.WRONG_EXTENSIONS);
    replaceExtensions(List.of());
    refusedNow(Refusal.WRONG_EXTENSIONS);
  }

  private void replaceExtensions(List<Extension> extensions) {
    GroupContext old = forge.context;
    forge.replaceContext(
        new GroupContext(
            old.groupId(), old.epoch(), old.treeHash(), old.confirmedTranscriptHash(), extensions));
  }

  @Test
  void thatDoesNotDecrypt() throws MlsException {
    Welcome good = Welcome.parse(forge.welcome());
    Welcome changed = new Welcome(2, good.secrets(), flipped(good.encryptedGroupInfo()));
    refused(Refusal.UNDECRYPTABLE, () -> join(changed.encode().toArray()));
    byte[] elsewhere = forge.welcome();
    forge.joiner = Secret.random(random, 32);
    Welcome other = Welcome.parse(forge.welcome());
    Welcome mixed = new Welcome(2, other.secrets(), Welcome.parse(elsewhere).encryptedGroupInfo());
    refused(Refusal.UNDECRYPTABLE, () -> join(mixed.encode().toArray()));
  }

  @Test
  void thatNeedsAPreSharedKey() throws MlsException {
    byte[] id = {1, 0, 0};
    Secret secrets =
        Secret.owning(new MlsWriter().opaque(forge.joiner.toArray()).uint8(0).opaque(id).toArray());
    byte[] welcome = forge.welcome(forge.signedInfo().encode(), secrets);
    refused(Refusal.UNSUPPORTED, () -> join(welcome));
  }

  @Test
  void withoutATree() throws MlsException {
    GroupInfo info =
        new GroupInfo(forge.context, List.of(), forge.confirmationTag, 0, Bytes.EMPTY)
            .signed(committer.identity.signer());
    byte[] welcome = forge.welcome(info.encode());
    refused(Refusal.BAD_TREE, () -> join(welcome));
  }

  @Test
  void withAnotherTreeThanItsHashSays() throws MlsException {
    forge.tree = forge.tree.remove(3);
    refusedNow(Refusal.BAD_TREE_HASH);
  }

  @Test
  void withABadConfirmationTag() throws MlsException {
    forge.confirmationTag = flipped(forge.confirmationTag);
    refusedNow(Refusal.BAD_CONFIRMATION_TAG);
  }

  @Test
  void signedForNobody() throws MlsException {
    forge.signerLeaf = 77;
    refusedNow(Refusal.WRONG_SENDER);
  }

  @Test
  void signedByAnotherMember() throws MlsException {
    forge.signerLeaf = 1;
    refusedNow(Refusal.BAD_SIGNATURE);
  }

  @Test
  void withALeafThatItsMemberHasNotSigned() throws MlsException {
    aWelcomeWithoutAPath();
    replaceLeaf(3, leaf -> changed(leaf, leaf.credential(), flipped(leaf.signature())));
    refusedNow(Refusal.BAD_SIGNATURE);
  }

  @Test
  void withALeafThatIsNoUsers() throws MlsException {
    aWelcomeWithoutAPath();
    replaceLeaf(
        3, leaf -> changed(leaf, new Credential(Bytes.copyOf(new byte[4])), leaf.signature()));
    refusedNow(Refusal.BAD_CREDENTIAL);
  }

  @Test
  void withAUserTwice() throws MlsException {
    aWelcomeWithoutAPath();
    Credential other = forge.tree.leaf(2).orElseThrow().credential();
    replaceLeaf(3, leaf -> changed(leaf, other, leaf.signature()));
    refusedNow(Refusal.ALREADY_MEMBER);
  }

  @Test
  void withAKeyTwice() throws MlsException {
    LeafNode other = forge.tree.leaf(2).orElseThrow();
    replaceLeaf(3, leaf -> withKeys(leaf, other.encryptionKey(), leaf.signatureKey()));
    refusedNow(Refusal.DUPLICATE_KEY);
    replaceLeaf(3, leaf -> withKeys(leaf, Bytes.copyOf(new byte[65]), other.signatureKey()));
    refusedNow(Refusal.DUPLICATE_KEY);
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
    LeafNode leaf = forge.tree.leaf(index).orElseThrow();
    forge.replaceTree(forge.tree.withLeaf(index, change.apply(leaf)));
  }

  private void replaceParent(UnaryOperator<ParentNode> change) throws MlsException {
    RatchetTree tree = forge.tree;
    forge.replaceTree(
        TreeProbe.with(tree, TreeProbe.firstParent(tree), node -> change.apply((ParentNode) node)));
  }

  @Test
  void withAParentThatNoCommitHasSet() throws MlsException {
    Bytes key = HpkeKeyPair.generate(random).publicKey();
    replaceParent(parent -> new ParentNode(key, parent.parentHash(), parent.unmergedLeaves()));
    refusedNow(Refusal.BAD_PARENT_HASH);
  }

  @Test
  void withAParentWhoseKeyIsNone() throws MlsException {
    replaceParent(
        parent ->
            new ParentNode(
                flipped(parent.encryptionKey()), parent.parentHash(), parent.unmergedLeaves()));
    refusedNow(Refusal.BAD_KEY);
  }

  @Test
  void withAParentHashChanged() throws MlsException {
    replaceParent(
        parent ->
            new ParentNode(
                parent.encryptionKey(), flipped(parent.parentHash()), parent.unmergedLeaves()));
    refusedNow(Refusal.BAD_PARENT_HASH);
  }

  @Test
  void withUnmergedLeavesThatAreNotBelow() throws MlsException {
    for (int leaf : new int[] {3, 7, 4000}) {
      replaceParent(
          parent -> new ParentNode(parent.encryptionKey(), parent.parentHash(), List.of(leaf)));
      refusedNow(Refusal.BAD_TREE);
    }
  }

  @Test
  void withALeafUnmergedBesideItsWay() throws MlsException {
    RatchetTree tree = forge.tree;
    for (int node : new int[] {1, 3, 7}) {
      tree =
          TreeProbe.with(
              tree, node, old -> new ParentNode(old.encryptionKey(), old.parentHash(), List.of(3)));
    }
    forge.replaceTree(tree);
    refusedNow(Refusal.BAD_TREE);
  }

  @Test
  void withALeafUnmergedOnlyFurtherUp() throws MlsException {
    RatchetTree tree = forge.tree;
    forge.replaceTree(
        TreeProbe.with(
            tree,
            tree.leafCount() - 1,
            root -> new ParentNode(root.encryptionKey(), root.parentHash(), List.of(0))));
    refusedNow(Refusal.BAD_TREE);
  }

  @Test
  void withoutOurLeaf() throws MlsException {
    aWelcomeWithoutAPath();
    Client other = channel.newcomer();
    replaceLeaf(4, leaf -> other.bundle.keyPackage().leaf());
    refusedNow(Refusal.BAD_TREE);
  }

  @Test
  void withAPathSecretThatDoesNotFit() throws MlsException {
    forge.pathSecret = Optional.of(Secret.random(random, 32));
    refusedNow(Refusal.PATH_SECRET_MISMATCH);
  }

  @Test
  void withSecretsOfAnotherLength() throws MlsException {
    forge.pathSecret = Optional.of(Secret.random(random, 31));
    refusedNow(Refusal.MALFORMED);
  }

  @Test
  void encryptedToAnotherKey() throws MlsException {
    Welcome good = Welcome.parse(forge.welcome());
    Bytes key = HpkeKeyPair.generate(random).publicKey();
    Secret secrets = GroupSecrets.encode(forge.joiner, forge.pathSecret);
    Welcome.Entry entry =
        new Welcome.Entry(
            good.secrets().get(0).newMember(),
            Hpke.encrypt(key, "Welcome", good.encryptedGroupInfo(), secrets, random));
    Welcome changed = new Welcome(2, List.of(entry), good.encryptedGroupInfo());
    refused(Refusal.UNDECRYPTABLE, () -> join(changed.encode().toArray()));
  }
}
