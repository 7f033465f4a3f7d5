package dev.antiphon.dave.internal.mls.group;

import static dev.antiphon.dave.internal.mls.group.RefusalAssertions.flipped;
import static dev.antiphon.dave.internal.mls.group.RefusalAssertions.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Hpke;
import dev.antiphon.dave.internal.mls.crypto.HpkeCiphertext;
import dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.tree.Credential;
import dev.antiphon.dave.internal.mls.tree.LeafNode;
import dev.antiphon.dave.internal.mls.tree.LeafSource;
import dev.antiphon.dave.internal.mls.tree.UpdatePath;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each check of a commit is violated separately. In a group of five, leaf 1 commits the removal of
 * leaf 4, and leaf 0 processes the commit. After each refusal the valid commit is still accepted.
 */
class CommitRefusalTest {
  private final SecureRandom random = new SecureRandom();
  private Channel channel;
  private Client receiver;
  private Client committer;
  private PreparedCommit prepared;
  private PublicMessage good;

  @BeforeEach
  void prepareCommitWithAPath() throws MlsException {
    channel = Channel.of(5);
    receiver = channel.members.get(0);
    committer = channel.members.get(1);
    channel.leave(channel.members.get(4));
    prepared = committer.epoch.commit(committer.queue);
    good = PublicMessage.parse(prepared.message().toArray());
  }

  @AfterEach
  void checkThatTheValidCommitIsStillAccepted() throws MlsException {
    Epoch next = receiver.epoch.apply(good, receiver.queue);
    assertThat(next.authenticator()).isEqualTo(prepared.next().authenticator());
    assertThat(receiver.epoch.number()).isEqualTo(1);
  }

  private Epoch apply(PublicMessage message) throws MlsException {
    return receiver.epoch.apply(PublicMessage.parse(message.encode().toArray()), receiver.queue);
  }

  /** Another commit of the same member, with a valid signature and membership tag. */
  private PublicMessage resigned(Client signer, int leaf, Commit commit) {
    GroupContext context = signer.epoch.state().context();
    FramedContent content =
        new FramedContent(
            context.groupId(), 1, new Sender(Sender.Type.MEMBER, leaf), Bytes.EMPTY, commit);
    return PublicMessage.sign(signer.identity.signer(), content, Optional.of(context))
        .tagged(good.confirmationTag(), signer.epoch.schedule().membership(), context);
  }

  private PublicMessage withProposals(List<ProposalOrRef> proposals) {
    return resigned(committer, 1, new Commit(proposals, good.commit().orElseThrow().path()));
  }

  private PublicMessage withPath(UnaryOperator<UpdatePath> change) {
    Commit commit = good.commit().orElseThrow();
    return resigned(committer, 1, new Commit(commit.proposals(), commit.path().map(change)));
  }

  private PublicMessage withLeaf(UnaryOperator<LeafNode> change) {
    return withPath(path -> new UpdatePath(change.apply(path.leaf()), path.nodes()));
  }

  private LeafNode renewed(LeafNode like, Bytes key, Bytes parentHash) {
    return like.renewed(committer.identity.signer(), key, parentHash, committer.epoch.groupId(), 1);
  }

  @Test
  void commitOfAnotherGroupOrEpochIsRefused() {
    FramedContent content = good.content();
    FramedContent group =
        new FramedContent(Bytes.ofLong(1), 1, content.sender(), Bytes.EMPTY, content.content());
    refused(Refusal.WRONG_GROUP, () -> apply(reframed(group)));
    FramedContent epoch =
        new FramedContent(content.groupId(), 2, content.sender(), Bytes.EMPTY, content.content());
    refused(Refusal.WRONG_EPOCH, () -> apply(reframed(epoch)));
  }

  private PublicMessage reframed(FramedContent content) {
    return new PublicMessage(
        content, good.signature(), good.confirmationTag(), good.membershipTag());
  }

  @Test
  void commitByASenderThatIsNotAMemberIsRefused() {
    Commit commit = good.commit().orElseThrow();
    refused(Refusal.WRONG_SENDER, () -> apply(resigned(committer, 5, commit)));
    refused(Refusal.WRONG_SENDER, () -> apply(resigned(committer, 99, commit)));
    FramedContent outside =
        new FramedContent(good.content().groupId(), 1, Sender.GATEWAY, Bytes.EMPTY, commit);
    refused(
        Refusal.WRONG_SENDER,
        () ->
            apply(
                new PublicMessage(
                    outside, good.signature(), good.confirmationTag(), Optional.empty())));
  }

  @Test
  void proposalInsteadOfACommitIsRefused() {
    refused(Refusal.UNSUPPORTED, () -> apply(channel.gateway.remove(Channel.ID, 1, 2)));
  }

  @Test
  void ownCommitIsRefused() {
    refused(Refusal.OWN_COMMIT, () -> committer.epoch.apply(good, committer.queue));
  }

  @Test
  void wrongMembershipTagIsRefused() {
    Bytes bad = flipped(good.membershipTag().orElseThrow());
    refused(
        Refusal.BAD_MEMBERSHIP_TAG,
        () ->
            apply(
                new PublicMessage(
                    good.content(), good.signature(), good.confirmationTag(), Optional.of(bad))));
  }

  @Test
  void commitSignedByAnotherMemberThanItsSenderIsRefused() {
    Client other = channel.members.get(2);
    refused(Refusal.BAD_SIGNATURE, () -> apply(resigned(other, 1, good.commit().orElseThrow())));
  }

  @Test
  void wrongConfirmationTagIsRefused() {
    GroupContext context = committer.epoch.state().context();
    Optional<Bytes> bad = good.confirmationTag().map(RefusalAssertions::flipped);
    refused(
        Refusal.BAD_CONFIRMATION_TAG,
        () -> apply(good.tagged(bad, committer.epoch.schedule().membership(), context)));
  }

  @Test
  void referenceToAnUnknownProposalIsRefused() {
    refused(
        Refusal.UNKNOWN_PROPOSAL,
        () -> apply(withProposals(List.of(new ProposalOrRef.Reference(Bytes.ofLong(1))))));
    refused(Refusal.UNKNOWN_PROPOSAL, () -> receiver.epoch.apply(good, ProposalQueue.EMPTY));
  }

  @Test
  void duplicateReferenceToAProposalIsRefused() throws MlsException {
    ProposalOrRef one = good.commit().orElseThrow().proposals().get(0);
    refused(Refusal.DUPLICATE_PROPOSAL, () -> apply(withProposals(List.of(one, one))));
    PublicMessage add = channel.gateway.add(Channel.ID, 1, channel.newClient().bundle.keyPackage());
    receiver.receive(add);
    ProposalOrRef two = new ProposalOrRef.Reference(add.reference());
    refused(Refusal.DUPLICATE_PROPOSAL, () -> apply(withProposals(List.of(one, two, two))));
  }

  @Test
  void proposalInsideACommitInsteadOfAReferenceIsRefused() {
    refused(
        Refusal.INLINE_PROPOSAL,
        () -> apply(withProposals(List.of(new ProposalOrRef.Inline(new Proposal.Remove(4))))));
  }

  @Test
  void commitWithoutAProposalIsRefused() {
    refused(Refusal.NOTHING_TO_COMMIT, () -> apply(withProposals(List.of())));
    refused(Refusal.NOTHING_TO_COMMIT, () -> receiver.epoch.commit(ProposalQueue.EMPTY));
  }

  @Test
  void commitThatRemovesItsSenderIsRefused() throws MlsException {
    PublicMessage removal = channel.gateway.remove(Channel.ID, 1, 1);
    receiver.receive(removal);
    refused(
        Refusal.COMMITTER_REMOVED,
        () -> apply(withProposals(List.of(new ProposalOrRef.Reference(removal.reference())))));
  }

  @Test
  void commitThatRemovesTheReceiverIsRefused() throws MlsException {
    PublicMessage removal = channel.gateway.remove(Channel.ID, 1, 0);
    ProposalQueue queue = receiver.queue.with(receiver.epoch.check(removal, user -> true));
    assertThat(queue.removes(0)).isTrue();
    PublicMessage commit = withProposals(List.of(new ProposalOrRef.Reference(removal.reference())));
    refused(Refusal.SELF_REMOVED, () -> receiver.epoch.apply(commit, queue));
    refused(Refusal.SELF_REMOVED, () -> receiver.epoch.commit(queue));
  }

  @Test
  void commitWithoutTheRequiredPathIsRefused() {
    refused(
        Refusal.PATH_MISSING,
        () ->
            apply(
                resigned(
                    committer,
                    1,
                    new Commit(good.commit().orElseThrow().proposals(), Optional.empty()))));
  }

  @Test
  void pathWithTheWrongNumberOfNodesOrSecretsIsRefused() {
    refused(
        Refusal.BAD_PATH,
        () ->
            apply(
                withPath(
                    path ->
                        new UpdatePath(
                            path.leaf(), path.nodes().subList(0, path.nodes().size() - 1)))));
    refused(
        Refusal.BAD_PATH,
        () -> apply(withNode(0, node -> new UpdatePath.Node(node.encryptionKey(), List.of()))));
  }

  private PublicMessage withNode(int at, UnaryOperator<UpdatePath.Node> change) {
    return withPath(
        path -> {
          List<UpdatePath.Node> nodes = new ArrayList<>(path.nodes());
          nodes.set(at, change.apply(nodes.get(at)));
          return new UpdatePath(path.leaf(), nodes);
        });
  }

  @Test
  void pathWithAnInvalidKeyIsRefused() {
    refused(
        Refusal.BAD_KEY,
        () ->
            apply(withNode(0, n -> new UpdatePath.Node(flipped(n.encryptionKey()), n.secrets()))));
  }

  @Test
  void pathWithAKeyThatIsAlreadyInTheTreeIsRefused() {
    Bytes used = receiver.epoch.state().tree().leaf(0).orElseThrow().encryptionKey();
    refused(
        Refusal.DUPLICATE_KEY,
        () -> apply(withNode(0, node -> new UpdatePath.Node(used, node.secrets()))));
  }

  @Test
  void newLeafWithTheEncryptionKeyOfTheOldLeafIsRefused() {
    LeafNode old = committer.epoch.state().tree().leaf(1).orElseThrow();
    refused(
        Refusal.DUPLICATE_KEY,
        () -> apply(withLeaf(leaf -> renewed(old, old.encryptionKey(), leaf.parentHash()))));
  }

  @Test
  void newLeafWithTheUserIdOfAnotherUserIsRefused() {
    refused(
        Refusal.BAD_CREDENTIAL,
        () -> apply(withLeaf(leaf -> changed(leaf, Credential.ofUser(1), leaf.signatureKey()))));
  }

  @Test
  void newLeafWithADifferentSignatureKeyThanTheOldLeafIsRefused() {
    Bytes other = SignatureKeyPair.generate(random).publicKey();
    refused(
        Refusal.BAD_KEY, () -> apply(withLeaf(leaf -> changed(leaf, leaf.credential(), other))));
  }

  private LeafNode changed(LeafNode leaf, Credential credential, Bytes signatureKey) {
    LeafNode changed =
        new LeafNode(
            leaf.encryptionKey(),
            signatureKey,
            credential,
            leaf.capabilities(),
            leaf.source(),
            leaf.extensions(),
            leaf.signature());
    return renewed(changed, leaf.encryptionKey(), leaf.parentHash());
  }

  @Test
  void newLeafThatWasNotCreatedForACommitIsRefused() {
    refused(
        Refusal.BAD_LEAF,
        () ->
            apply(
                withLeaf(
                    leaf ->
                        new LeafNode(
                            leaf.encryptionKey(),
                            leaf.signatureKey(),
                            leaf.credential(),
                            leaf.capabilities(),
                            LeafSource.OfKeyPackage.FOREVER,
                            leaf.extensions(),
                            leaf.signature()))));
  }

  @Test
  void newLeafWithTheWrongParentHashIsRefused() {
    refused(
        Refusal.BAD_PARENT_HASH,
        () ->
            apply(
                withLeaf(leaf -> renewed(leaf, leaf.encryptionKey(), flipped(leaf.parentHash())))));
  }

  @Test
  void newLeafSignedForAnotherLeafIndexIsRefused() {
    refused(
        Refusal.BAD_SIGNATURE,
        () ->
            apply(
                withLeaf(
                    leaf ->
                        leaf.renewed(
                            committer.identity.signer(),
                            leaf.encryptionKey(),
                            leaf.parentHash(),
                            committer.epoch.groupId(),
                            2))));
  }

  @Test
  void pathSecretThatCannotBeDecryptedIsRefused() {
    refused(
        Refusal.UNDECRYPTABLE,
        () ->
            apply(
                withFirstSecret(
                    good -> new HpkeCiphertext(good.kemOutput(), flipped(good.ciphertext())))));
    Bytes off = flipped(HpkeKeyPair.generate(random).publicKey());
    refused(
        Refusal.BAD_KEY,
        () -> apply(withFirstSecret(good -> new HpkeCiphertext(off, good.ciphertext()))));
  }

  @Test
  void pathSecretThatDoesNotMatchThePublicKeysIsRefused() throws MlsException {
    GroupContext old = committer.epoch.state().context();
    Bytes context =
        old.provisional(prepared.next().state().context().treeHash(), old.extensions()).encode();
    Bytes key = receiver.epoch.state().tree().leaf(0).orElseThrow().encryptionKey();
    for (int length : new int[] {32, 31}) {
      HpkeCiphertext other =
          Hpke.encrypt(key, "UpdatePathNode", context, Secret.random(random, length), random);
      refused(
          length == 32 ? Refusal.PATH_SECRET_MISMATCH : Refusal.BAD_PATH,
          () -> apply(withFirstSecret(good -> other)));
    }
  }

  private PublicMessage withFirstSecret(UnaryOperator<HpkeCiphertext> change) {
    return withNode(
        0,
        node ->
            new UpdatePath.Node(
                node.encryptionKey(), List.of(change.apply(node.secrets().get(0)))));
  }
}
