package dev.antiphon.dave.internal.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Epochs are independent: each can be closed without an effect on the others. */
class EpochTest {
  @Test
  void closedEpochThrowsButTheNextEpochCanBeUsed() throws MlsException {
    Channel channel = Channel.of(3);
    Epoch old = channel.members.get(0).epoch;
    channel.leave(channel.members.get(2));
    Client client = channel.members.get(0);
    PreparedCommit prepared = old.commit(client.queue);
    old.close();
    assertThatIllegalStateException().isThrownBy(old::authenticator);
    assertThatIllegalStateException().isThrownBy(() -> old.export("label", Bytes.EMPTY, 16));
    assertThatIllegalStateException().isThrownBy(() -> old.commit(client.queue));
    client.queue = ProposalQueue.EMPTY;
    client.epoch = prepared.next();
    assertThat(client.epoch.authenticator().length()).isEqualTo(32);
    PublicMessage message = PublicMessage.parse(prepared.message().toArray());
    Client other = channel.members.get(1);
    other.enter(other.epoch.apply(message, other.queue));
    assertThat(other.epoch.authenticator()).isEqualTo(client.epoch.authenticator());
    channel.join();
    channel.commit(client);
    GroupHistoryPropertiesTest.check(channel);
  }

  @Test
  void closingAPreparedCommitDoesNotAffectTheCurrentEpoch() throws MlsException {
    Channel channel = Channel.of(4);
    channel.leave(channel.members.get(3));
    Client client = channel.members.get(0);
    PreparedCommit dropped = client.epoch.commit(client.queue);
    dropped.close();
    assertThatIllegalStateException().isThrownBy(dropped.next()::authenticator);
    channel.commit(client);
    GroupHistoryPropertiesTest.check(channel);
  }

  @Test
  void membersAreReturnedWithTheirLeafUserIdAndKey() throws MlsException {
    Channel channel = Channel.of(3);
    List<Member> members = channel.members.get(2).epoch.members();
    for (int i = 0; i < 3; i++) {
      Client client = channel.members.get(i);
      Bytes key = client.identity.signer().publicKey();
      assertThat(members.get(i)).isEqualTo(new Member(i, client.userId(), key));
    }
  }

  @Test
  void newMembersGetTheFirstFreeLeaf() throws MlsException {
    Channel channel = Channel.of(5);
    Client committer = channel.members.get(4);
    channel.leave(channel.members.get(1));
    channel.commit(committer);
    Client first = channel.join();
    Client second = channel.join();
    channel.commit(committer);
    assertThat(first.epoch.leaf()).isEqualTo(1);
    assertThat(second.epoch.leaf()).isEqualTo(5);
  }

  @Test
  void exportedSecretsAreDifferentForDifferentContexts() throws MlsException {
    Channel channel = Channel.of(2);
    Epoch epoch = channel.members.get(0).epoch;
    try (Secret one = epoch.export("Discord Secure Frames v0", Bytes.ofLong(1), 16);
        Secret two = epoch.export("Discord Secure Frames v0", Bytes.ofLong(2), 16)) {
      assertThat(one.length()).isEqualTo(16);
      assertThat(one.matches(two)).isFalse();
    }
  }

  @Test
  void keyPackageIsReadWithAndWithoutTheMlsMessageHeader() throws MlsException {
    try (KeyPackageBundle bundle = KeyPackageBundle.create(MemberIdentity.ephemeral(258))) {
      KeyPackage keyPackage = bundle.keyPackage();
      byte[] raw = keyPackage.encode().toArray();
      String hex = HexFormat.of().formatHex(raw);
      assertThat(hex).startsWith("00010002").contains("0001080000000000000102");
      assertThat(hex).contains("020001" + "020002" + "00" + "00" + "020001");
      assertThat(KeyPackage.parse(raw)).isEqualTo(keyPackage);
      byte[] wrapped = HexFormat.of().parseHex("00010005" + hex);
      assertThat(KeyPackage.parse(wrapped)).isEqualTo(keyPackage);
      assertThat(KeyPackage.parse(wrapped).userId()).isEqualTo(258);
    }
  }

  @Test
  void encodedMessagesAreDecodedToTheSameValues() throws MlsException {
    Channel channel = Channel.of(3);
    Client committer = channel.members.get(0);
    channel.leave(channel.members.get(2));
    Client newcomer = channel.join();
    PreparedCommit prepared = committer.epoch.commit(committer.queue);
    Welcome welcome = Welcome.parse(prepared.welcome().orElseThrow().toArray());
    PublicMessage commit = PublicMessage.parse(prepared.message().toArray());
    CommitWelcome both = new CommitWelcome(commit, Optional.of(welcome));
    assertThat(CommitWelcome.parse(prepared.body())).isEqualTo(both);
    assertThat(both.encode().toArray()).isEqualTo(prepared.body());
    assertThat(prepared.is(commit.encode().toArray())).isTrue();
    assertThat(prepared.is(prepared.body())).isFalse();
    assertThat(commit.commit().orElseThrow().references())
        .isEqualTo(committer.queue.proposals().stream().map(QueuedProposal::reference).toList());
    assertThat(welcome.secrets().get(0).newMember())
        .isEqualTo(newcomer.bundle.keyPackage().reference());
    ProposalsPayload revoke = new ProposalsPayload.Revoke(commit.commit().get().references());
    assertThat(ProposalsPayload.parse(revoke.encode().toArray())).isEqualTo(revoke);
    assertThat(ExternalSender.parse(channel.sender().encode().toArray()))
        .isEqualTo(channel.sender());
  }
}
