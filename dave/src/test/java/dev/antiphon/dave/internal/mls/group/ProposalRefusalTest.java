package dev.antiphon.dave.internal.mls.group;

import static dev.antiphon.dave.internal.mls.group.RefusalAssertions.flipped;
import static dev.antiphon.dave.internal.mls.group.RefusalAssertions.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.tree.Capabilities;
import dev.antiphon.dave.internal.mls.tree.Credential;
import dev.antiphon.dave.internal.mls.tree.Extension;
import dev.antiphon.dave.internal.mls.tree.LeafNode;
import dev.antiphon.dave.internal.mls.tree.LeafSource;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each check of a proposal is violated separately. */
class ProposalRefusalTest {
  private final SecureRandom random = new SecureRandom();
  private Channel channel;
  private Client member;
  private Client newClient;
  private KeyPackage good;

  @BeforeEach
  void createChannelOfThree() throws MlsException {
    channel = Channel.of(3);
    member = channel.members.get(0);
    newClient = channel.newClient();
    good = newClient.bundle.keyPackage();
  }

  private QueuedProposal check(PublicMessage message) throws MlsException {
    return member.epoch.check(message, user -> true);
  }

  private QueuedProposal checkAdd(KeyPackage keyPackage) throws MlsException {
    return check(channel.gateway.add(Channel.ID, 1, keyPackage));
  }

  @Test
  void validProposalIsAccepted() throws MlsException {
    PublicMessage add = channel.gateway.add(Channel.ID, 1, good);
    QueuedProposal queued = check(PublicMessage.parse(add.encode().toArray()));
    assertThat(queued.reference()).isEqualTo(add.reference());
    assertThat(queued.proposal()).isEqualTo(new Proposal.Add(good));
    assertThat(check(channel.gateway.remove(Channel.ID, 1, 2)).proposal())
        .isEqualTo(new Proposal.Remove(2));
  }

  @Test
  void proposalOfAnotherGroupIsRefused() {
    refused(Refusal.WRONG_GROUP, () -> check(channel.gateway.add(7, 1, good)));
  }

  @Test
  void proposalOfAnotherEpochIsRefused() {
    refused(Refusal.WRONG_EPOCH, () -> check(channel.gateway.add(Channel.ID, 0, good)));
    refused(Refusal.WRONG_EPOCH, () -> check(channel.gateway.add(Channel.ID, 2, good)));
  }

  @Test
  void proposalSignedWithTheWrongKeyIsRefused() {
    ExternalProposer other =
        new ExternalProposer(SignatureKeyPair.generate(random), Bytes.ofLong(1));
    refused(Refusal.BAD_SIGNATURE, () -> check(other.add(Channel.ID, 1, good)));
  }

  @Test
  void proposalChangedAfterItWasSignedIsRefused() {
    PublicMessage remove = channel.gateway.remove(Channel.ID, 1, 2);
    FramedContent content = remove.content();
    FramedContent changed =
        new FramedContent(
            content.groupId(), 1, content.sender(), Bytes.EMPTY, new Proposal.Remove(1));
    refused(
        Refusal.BAD_SIGNATURE,
        () ->
            check(
                new PublicMessage(
                    changed, remove.signature(), Optional.empty(), Optional.empty())));
  }

  @Test
  void proposalOfAnotherExternalSenderIsRefused() {
    refused(Refusal.WRONG_SENDER, () -> check(from(new Sender(Sender.Type.EXTERNAL, 1))));
  }

  @Test
  void proposalSentByAMemberIsRefused() {
    refused(Refusal.WRONG_SENDER, () -> check(from(new Sender(Sender.Type.MEMBER, 1))));
  }

  private PublicMessage from(Sender sender) {
    FramedContent content =
        new FramedContent(Bytes.ofLong(Channel.ID), 1, sender, Bytes.EMPTY, new Proposal.Remove(2));
    return PublicMessage.sign(newClient.identity.signer(), content, Optional.empty());
  }

  @Test
  void proposalWithAnUnknownSenderTypeIsRefused() {
    byte[] message = channel.gateway.remove(Channel.ID, 1, 2).encode().toArray();
    message[2 + 2 + 9 + 8] = 3;
    refused(Refusal.WRONG_SENDER, () -> PublicMessage.parse(message));
  }

  @Test
  void commitInsteadOfAProposalIsRefused() throws MlsException {
    channel.leave(channel.members.get(2));
    PreparedCommit commit = channel.members.get(1).epoch.commit(channel.members.get(1).queue);
    PublicMessage message = PublicMessage.parse(commit.message().toArray());
    refused(Refusal.UNSUPPORTED, () -> check(message));
  }

  @Test
  void proposalOfAnUnsupportedTypeIsRefused() {
    List<Proposal> others =
        List.of(
            new Proposal.Update(good.leaf()),
            new Proposal.GroupContextExtensions(List.of()),
            new Proposal.UnsupportedProposal(6, new MlsWriter().opaque(new byte[65]).toBytes()));
    for (Proposal other : others) {
      PublicMessage message = channel.gateway.propose(Bytes.ofLong(Channel.ID), 1, other);
      refused(Refusal.UNSUPPORTED, () -> check(PublicMessage.parse(message.encode().toArray())));
    }
  }

  @Test
  void additionOfAUserWhoWasNotAnnouncedIsRefused() {
    PublicMessage add = channel.gateway.add(Channel.ID, 1, good);
    refused(
        Refusal.UNRECOGNISED_USER,
        () -> member.epoch.check(add, user -> user != newClient.userId()));
  }

  @Test
  void removalOfABlankLeafIsRefused() {
    for (int leaf : new int[] {3, 4, 1000, -1}) {
      refused(Refusal.NOT_A_MEMBER, () -> check(channel.gateway.remove(Channel.ID, 1, leaf)));
    }
  }

  @Test
  void keyPackageWithAWrongSignatureIsRefused() {
    refused(
        Refusal.BAD_SIGNATURE,
        () ->
            checkAdd(
                packaged(2, good.initKey(), good.leaf(), List.of(), flipped(good.signature()))));
  }

  @Test
  void leafWithAWrongSignatureIsRefused() {
    LeafNode leaf = good.leaf();
    refused(
        Refusal.BAD_SIGNATURE,
        () ->
            checkAdd(
                signed(
                    new LeafNode(
                        leaf.encryptionKey(),
                        leaf.signatureKey(),
                        leaf.credential(),
                        leaf.capabilities(),
                        leaf.source(),
                        leaf.extensions(),
                        flipped(leaf.signature())))));
  }

  @Test
  void keyPackageOfAnotherCipherSuiteIsRefused() {
    refused(
        Refusal.UNSUPPORTED,
        () -> checkAdd(packaged(1, good.initKey(), good.leaf(), List.of(), good.signature())));
  }

  @Test
  void invalidInitKeyIsRefused() {
    Bytes off = flipped(good.initKey());
    refused(
        Refusal.BAD_KEY,
        () -> checkAdd(packaged(2, off, good.leaf(), List.of(), good.signature())));
  }

  @Test
  void initKeyThatEqualsTheLeafKeyIsRefused() {
    Bytes key = good.leaf().encryptionKey();
    refused(
        Refusal.BAD_KEY,
        () -> checkAdd(KeyPackage.signed(newClient.identity.signer(), key, good.leaf())));
  }

  @Test
  void invalidLeafKeysAreRefused() {
    LeafNode leaf = good.leaf();
    refused(
        Refusal.BAD_KEY,
        () ->
            checkAdd(
                signed(leaf(flipped(leaf.encryptionKey()), leaf.source(), leaf.capabilities()))));
    Bytes zero = Bytes.copyOf(new byte[65]);
    refused(
        Refusal.BAD_KEY, () -> checkAdd(signed(leaf(zero, leaf.source(), leaf.capabilities()))));
    Bytes compressed = Bytes.copyOf(new byte[33]);
    refused(
        Refusal.BAD_KEY,
        () -> checkAdd(signed(leaf(compressed, leaf.source(), leaf.capabilities()))));
  }

  @Test
  void leafThatWasNotCreatedForAKeyPackageIsRefused() {
    Capabilities capabilities = good.leaf().capabilities();
    Bytes key = good.leaf().encryptionKey();
    for (LeafSource source :
        List.of(new LeafSource.OfUpdate(), new LeafSource.OfCommit(Bytes.EMPTY))) {
      refused(Refusal.BAD_LEAF, () -> checkAdd(signed(leaf(key, source, capabilities))));
    }
  }

  @Test
  void lifetimeThatEndsBeforeItBeginsIsRefused() {
    Bytes key = good.leaf().encryptionKey();
    LeafSource source = new LeafSource.OfKeyPackage(-1, 0);
    refused(
        Refusal.BAD_LEAF, () -> checkAdd(signed(leaf(key, source, good.leaf().capabilities()))));
  }

  @Test
  void insufficientCapabilitiesAreRefused() {
    Bytes one = new MlsWriter().uint16(1).toBytes();
    Bytes two = new MlsWriter().uint16(2).toBytes();
    Bytes none = Bytes.EMPTY;
    Bytes key = good.leaf().encryptionKey();
    for (Capabilities poor :
        List.of(
            new Capabilities(two, two, none, none, one),
            new Capabilities(one, one, none, none, one),
            new Capabilities(one, two, none, none, two))) {
      refused(Refusal.BAD_LEAF, () -> checkAdd(signed(leaf(key, good.leaf().source(), poor))));
    }
  }

  @Test
  void extensionThatIsMissingInTheCapabilitiesIsRefused() {
    Extension unknown = new Extension(0x0a0a, Bytes.EMPTY);
    refused(
        Refusal.BAD_LEAF,
        () ->
            checkAdd(packaged(2, good.initKey(), good.leaf(), List.of(unknown), good.signature())));
  }

  @Test
  void identityThatIsNotAUserIdIsRefused() {
    HpkeKeyPair pair = HpkeKeyPair.generate(random);
    LeafNode leaf =
        LeafNode.forKeyPackage(
            newClient.identity.signer(),
            pair.publicKey(),
            new Credential(Bytes.copyOf(new byte[9])));
    refused(Refusal.BAD_CREDENTIAL, () -> checkAdd(signed(leaf)));
  }

  @Test
  void credentialOfATypeOtherThanBasicIsRefused() {
    byte[] encoded = good.encode().toArray();
    int at = 2 + 2 + 67 + 67 + 67 + 1;
    assertThat(encoded[at]).isEqualTo((byte) 1);
    encoded[at] = 2;
    refused(Refusal.BAD_CREDENTIAL, () -> KeyPackage.parse(encoded));
  }

  private LeafNode leaf(Bytes key, LeafSource source, Capabilities capabilities) {
    LeafNode leaf = good.leaf();
    return new LeafNode(
        key,
        leaf.signatureKey(),
        leaf.credential(),
        capabilities,
        source,
        leaf.extensions(),
        leaf.signature());
  }

  private KeyPackage signed(LeafNode leaf) {
    return KeyPackage.signed(newClient.identity.signer(), good.initKey(), leaf);
  }

  private static KeyPackage packaged(
      int suite, Bytes initKey, LeafNode leaf, List<Extension> extensions, Bytes signature) {
    return new KeyPackage(suite, initKey, leaf, extensions, signature);
  }
}
