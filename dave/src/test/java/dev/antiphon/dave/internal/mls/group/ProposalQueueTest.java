package dev.antiphon.dave.internal.mls.group;

import static dev.antiphon.dave.internal.mls.group.RefusalAssertions.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Combinations of proposals that are valid separately. */
class ProposalQueueTest {
  private Channel channel;
  private Client member;

  @BeforeEach
  void createChannelOfThree() throws MlsException {
    channel = Channel.of(3);
    member = channel.members.get(0);
  }

  private ProposalQueue queue(PublicMessage... messages) throws MlsException {
    ProposalQueue queue = ProposalQueue.EMPTY;
    for (PublicMessage message : messages) {
      queue = queue.with(member.epoch.check(message, user -> true));
    }
    return queue;
  }

  private PublicMessage add(MemberIdentity identity) {
    try (KeyPackageBundle bundle = KeyPackageBundle.create(identity)) {
      return channel.gateway.add(Channel.ID, 1, bundle.keyPackage());
    }
  }

  private PublicMessage remove(int leaf) {
    return channel.gateway.remove(Channel.ID, 1, leaf);
  }

  private void assertCannotBeCommitted(Refusal refusal, ProposalQueue queue) {
    refused(refusal, () -> member.epoch.commit(queue));
    refused(refusal, () -> member.epoch.membersAfter(queue));
  }

  @Test
  void addingAUserTwiceInOneCommitIsRefused() throws MlsException {
    assertCannotBeCommitted(
        Refusal.ALREADY_MEMBER,
        queue(add(MemberIdentity.ephemeral(7)), add(MemberIdentity.ephemeral(7))));
  }

  @Test
  void addingAUserWhoIsAlreadyAMemberIsRefused() throws MlsException {
    long user = channel.members.get(2).userId();
    assertCannotBeCommitted(Refusal.ALREADY_MEMBER, queue(add(MemberIdentity.ephemeral(user))));
  }

  @Test
  void memberCanBeRemovedAndAddedInOneCommit() throws MlsException {
    MemberIdentity again = channel.members.get(2).identity;
    for (ProposalQueue queue :
        List.of(queue(remove(2), add(again)), queue(add(again), remove(2)))) {
      try (PreparedCommit commit = member.epoch.commit(queue)) {
        assertThat(commit.next().members()).isEqualTo(member.epoch.membersAfter(queue));
        assertThat(commit.next().members()).hasSize(3);
      }
    }
  }

  @Test
  void sameSignatureKeyForTwoUsersIsRefused() throws MlsException {
    SecureRandom random = new SecureRandom();
    SignatureKeyPair signer = SignatureKeyPair.generate(random);
    assertCannotBeCommitted(
        Refusal.DUPLICATE_KEY,
        queue(
            add(new MemberIdentity(7, signer, random)),
            add(new MemberIdentity(8, signer, random))));
  }

  @Test
  void removingAMemberTwiceInOneCommitIsRefused() throws MlsException {
    Proposal remove = new Proposal.Remove(2);
    ProposalQueue queue =
        queue(remove(2)).with(new QueuedProposal(Bytes.ofLong(1), 1, Sender.GATEWAY, remove));
    assertCannotBeCommitted(Refusal.DUPLICATE_PROPOSAL, queue);
  }

  @Test
  void proposalQueueOfAnotherEpochIsRefused() throws MlsException {
    ProposalQueue old = queue(remove(2));
    channel.join();
    channel.commit(member);
    assertCannotBeCommitted(Refusal.WRONG_EPOCH, old);
  }

  @Test
  void proposalThatIsReceivedTwiceIsQueuedOnce() throws MlsException {
    PublicMessage remove = remove(2);
    ProposalQueue once = queue(remove);
    assertThat(queue(remove, remove)).isEqualTo(once);
    assertThat(once.removes(2)).isTrue();
    assertThat(once.removes(1)).isFalse();
  }

  @Test
  void revokedProposalsAreRemovedFromTheQueue() throws MlsException {
    PublicMessage first = add(MemberIdentity.ephemeral(7));
    PublicMessage second = add(MemberIdentity.ephemeral(8));
    ProposalQueue both = queue(first, second);
    ProposalQueue one = both.without(List.of(first.reference()));
    assertThat(one).isEqualTo(queue(second));
    assertThat(both.proposals()).hasSize(2);
    assertThat(one.without(List.of(second.reference())).isEmpty()).isTrue();
    refused(Refusal.UNKNOWN_PROPOSAL, () -> one.without(List.of(first.reference())));
  }

  @Test
  void commitRequiresAPathOnlyWhenItRemovesAMember() throws MlsException {
    try (PreparedCommit adding = member.epoch.commit(queue(add(MemberIdentity.ephemeral(7))));
        PreparedCommit removing = member.epoch.commit(queue(remove(2)))) {
      assertThat(commit(adding).path()).isEmpty();
      assertThat(adding.welcome()).isPresent();
      assertThat(commit(removing).path()).isPresent();
      assertThat(removing.welcome()).isEmpty();
    }
  }

  private static Commit commit(PreparedCommit prepared) throws MlsException {
    return PublicMessage.parse(prepared.message().toArray()).commit().orElseThrow();
  }

  @Test
  void lastMemberCanCommitTheRemovalOfAllOthers() throws MlsException {
    Client last = channel.members.get(1);
    channel.leave(channel.members.get(0));
    channel.leave(channel.members.get(1));
    channel.commit(last);
    assertThat(last.epoch.members()).hasSize(1);
    channel.join();
    channel.commit(last);
    GroupHistoryPropertiesTest.check(channel);
  }
}
