package dev.antiphon.testkit.internal.dave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.crypto.HpkeCiphertext;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.group.Commit;
import dev.antiphon.dave.internal.mls.group.CommitWelcome;
import dev.antiphon.dave.internal.mls.group.ExternalProposer;
import dev.antiphon.dave.internal.mls.group.FramedContent;
import dev.antiphon.dave.internal.mls.group.KeyPackage;
import dev.antiphon.dave.internal.mls.group.KeyPackageBundle;
import dev.antiphon.dave.internal.mls.group.MemberIdentity;
import dev.antiphon.dave.internal.mls.group.Proposal;
import dev.antiphon.dave.internal.mls.group.ProposalOrRef;
import dev.antiphon.dave.internal.mls.group.PublicMessage;
import dev.antiphon.dave.internal.mls.group.Sender;
import dev.antiphon.dave.internal.mls.group.Welcome;
import dev.antiphon.dave.internal.mls.tree.UpdatePath;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The delivery service's view of a group, with commits that the MLS engine would not create. */
class DeliveryGroupTest {

  private static final long CHANNEL = 42;
  private static final Bytes SOME = Bytes.ofLong(1);

  private final ExternalProposer proposer =
      new ExternalProposer(SignatureKeyPair.generate(new SecureRandom()), SOME);
  private final DeliveryGroup group = new DeliveryGroup(CHANNEL, proposer);

  private static KeyPackage keyPackage(long userId) {
    return KeyPackageBundle.create(MemberIdentity.ephemeral(userId)).keyPackage();
  }

  private static CommitWelcome offer(
      long channelId, long epoch, Sender sender, Commit commit, KeyPackage... welcomed) {
    FramedContent content =
        new FramedContent(Bytes.ofLong(channelId), epoch, sender, Bytes.EMPTY, commit);
    List<Welcome.Entry> entries = new ArrayList<>();
    for (KeyPackage one : welcomed) {
      entries.add(new Welcome.Entry(one.reference(), new HpkeCiphertext(SOME, SOME)));
    }
    return new CommitWelcome(
        new PublicMessage(content, SOME, Optional.of(SOME), Optional.of(SOME)),
        entries.isEmpty() ? Optional.empty() : Optional.of(new Welcome(2, entries, SOME)));
  }

  private static Sender leaf(int index) {
    return new Sender(Sender.Type.MEMBER, index);
  }

  private static Commit commitOf(QueuedChange... changes) {
    List<ProposalOrRef> references = new ArrayList<>();
    for (QueuedChange change : changes) {
      references.add(new ProposalOrRef.Reference(change.reference()));
    }
    return new Commit(references, Optional.empty());
  }

  /** Adds the users 1, 2 and 3 at the leaves 0, 1 and 2. */
  private void establish() throws RefusedOfferException {
    KeyPackage second = keyPackage(2);
    KeyPackage third = keyPackage(3);
    Commit commit = commitOf(group.proposeAdd(second), group.proposeAdd(third));
    DeliveryGroup.AcceptedCommit accepted =
        group.accept(1, offer(CHANNEL, 0, leaf(0), commit, second, third));
    assertThat(accepted.stayed()).containsExactly(1L);
    assertThat(accepted.welcomed().get(2L).secrets()).hasSize(1);
    assertThat(group.members()).hasToString("{0=1, 1=2, 2=3}");
  }

  private void assertRefused(long userId, CommitWelcome offer, String reason) {
    List<QueuedChange> before = group.queue();
    long epoch = group.epoch();
    assertThatThrownBy(() -> group.accept(userId, offer))
        .isInstanceOf(RefusedOfferException.class)
        .hasMessage(reason);
    assertThat(group.queue()).isEqualTo(before);
    assertThat(group.epoch()).isEqualTo(epoch);
  }

  @Test
  void commitOfAnotherGroupIsRefused() throws RefusedOfferException {
    establish();
    assertRefused(1, offer(43, 1, leaf(0), commitOf()), "The commit belongs to another group.");
  }

  @Test
  void commitForAWrongEpochIsRefused() throws RefusedOfferException {
    establish();
    assertRefused(
        1,
        offer(CHANNEL, -1, leaf(0), commitOf()),
        "The commit is for epoch 18446744073709551615, but the current epoch is 1.");
  }

  @Test
  void commitWithTheGatewayAsSenderIsRefused() throws RefusedOfferException {
    establish();
    assertRefused(
        1,
        offer(CHANNEL, 1, Sender.GATEWAY, commitOf()),
        "The commit names leaf 0, but its sender has leaf 0.");
  }

  @Test
  void emptyCommitIsRefused() throws RefusedOfferException {
    establish();
    assertRefused(
        1,
        offer(CHANNEL, 1, leaf(0), commitOf()),
        "The commit names 0 of the 0 pending proposals.");
  }

  @Test
  void commitWithAProposalByValueIsRefused() throws RefusedOfferException {
    establish();
    Commit commit =
        new Commit(List.of(new ProposalOrRef.Inline(new Proposal.Remove(1))), Optional.empty());
    assertRefused(
        1,
        offer(CHANNEL, 1, leaf(0), commit),
        "The commit contains a proposal by value; expected only references.");
  }

  @Test
  void commitThatNamesAProposalTwiceIsRefused() throws RefusedOfferException {
    establish();
    KeyPackage fourth = keyPackage(4);
    QueuedChange add = group.proposeAdd(fourth);
    assertRefused(
        1,
        offer(CHANNEL, 1, leaf(0), commitOf(add, add), fourth),
        "The commit names a proposal twice, or one that is not pending.");
  }

  @Test
  void commitThatRemovesAMemberWithoutAnUpdatePathIsRefused() throws RefusedOfferException {
    establish();
    QueuedChange removal = group.proposeRemove(2).orElseThrow();
    assertThat(group.proposeRemove(2)).isEmpty();
    assertThat(group.keeps(2)).isFalse();
    assertRefused(
        1,
        offer(CHANNEL, 1, leaf(0), commitOf(removal)),
        "The commit removes a member and has no path.");
  }

  @Test
  void welcomeForAUserThatIsNotAddedIsRefused() throws RefusedOfferException {
    establish();
    KeyPackage fourth = keyPackage(4);
    QueuedChange add = group.proposeAdd(fourth);
    assertRefused(
        1,
        offer(CHANNEL, 1, leaf(0), commitOf(add), fourth, keyPackage(5)),
        "The welcome is not for exactly the added members: the commit adds 1, the welcome is for 2.");
  }

  @Test
  void firstCommitThatAddsItsSenderIsRefused() {
    KeyPackage own = keyPackage(1);
    KeyPackage second = keyPackage(2);
    QueuedChange self = group.proposeAdd(own);
    QueuedChange other = group.proposeAdd(second);
    assertRefused(
        1,
        offer(CHANNEL, 0, leaf(0), commitOf(self, other), own, second),
        "The commit names a proposal twice, or one that is not pending.");
    assertThat(group.hasCommitter()).isFalse();
  }

  @Test
  void proposalInsteadOfACommitIsRefused() throws MlsException {
    CommitWelcome proposal = new CommitWelcome(proposer.remove(CHANNEL, 0, 0), Optional.empty());
    assertRefused(
        1,
        CommitWelcome.parse(proposal.encode().toArray()),
        "The message contains a proposal instead of a commit.");
  }

  @Test
  void commitIsAcceptedWithTheProposalsInAnyOrder() throws RefusedOfferException {
    establish();
    KeyPackage fourth = keyPackage(4);
    KeyPackage fifth = keyPackage(5);
    QueuedChange removal = group.proposeRemove(2).orElseThrow();
    QueuedChange addsFourth = group.proposeAdd(fourth);
    QueuedChange addsFifth = group.proposeAdd(fifth);
    Commit commit =
        new Commit(
            commitOf(addsFifth, removal, addsFourth).proposals(),
            Optional.of(new UpdatePath(fourth.leaf(), List.of())));
    group.accept(1, offer(CHANNEL, 1, leaf(0), commit, fourth, fifth));
    assertThat(group.members()).hasToString("{0=1, 1=5, 2=3, 3=4}");
  }

  @Test
  void newMemberTakesTheLeftmostBlankLeaf() {
    GroupRoster roster = new GroupRoster();
    for (long user = 1; user <= 4; user++) {
      assertThat(roster.add(user)).isEqualTo(user - 1);
    }
    roster.remove(2);
    roster.remove(0);
    assertThat(roster.add(5)).isZero();
    assertThat(roster.add(6)).isEqualTo(2);
    assertThat(roster.add(7)).isEqualTo(4);
    assertThat(roster.leafOf(3)).isEmpty();
    assertThat(roster.leafOf(6)).hasValue(2);
  }
}
