package dev.antiphon.testkit.internal.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.group.KeyPackageBundle;
import dev.antiphon.dave.internal.mls.group.MemberIdentity;
import dev.antiphon.dave.internal.mls.group.PreparedCommit;
import dev.antiphon.protocol.MlsProposals;
import dev.antiphon.protocol.Ready;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.record.ServerEvent.DaveRefused;
import dev.antiphon.testkit.server.DaveGroup;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Key packages and commits that the delivery service accepts or refuses. */
class DaveOfferTest {

  /**
   * Returns a group of two members that do not commit automatically. A third client waits for its
   * Add.
   */
  private static DaveTestCall callWithPendingAdd() {
    DaveTestCall call = DaveTestCall.of(2);
    call.members.forEach(member -> member.commits = false);
    call.join(3);
    call.until(() -> call.members.stream().filter(DaveTestMember::hasPrepared).count() == 2);
    return call;
  }

  private static void assertRefused(DaveTestCall call, String reason) {
    call.server.await(
        DaveRefused.class, refused -> refused.reason().contains(reason), TestClient.LIMIT);
    assertThat(call.group().epoch()).isEqualTo(1);
    call.exchange();
    call.member(1).sendCommit(call.member(1).prepared());
    call.settle();
  }

  @Test
  void firstValidCommitIsAcceptedAndTheSecondCommitIsRefused() {
    try (DaveTestCall call = callWithPendingAdd()) {
      DaveTestMember first = call.member(1);
      DaveTestMember second = call.member(2);
      PreparedCommit secondCommit = second.prepared();
      first.sendCommit(first.prepared());
      call.settle();
      second.sendCommit(secondCommit);
      call.server.await(
          DaveRefused.class,
          refused ->
              refused.userId() == 2
                  && refused
                      .reason()
                      .equals("The commit is for epoch 1, but the current epoch is 2."),
          TestClient.LIMIT);
      assertThat(call.group().epoch()).isEqualTo(2);
    }
  }

  @Test
  void commitWithoutAllPendingProposalsIsRefused() {
    try (DaveTestCall call = callWithPendingAdd()) {
      PreparedCommit early = call.member(2).prepared();
      call.join(4);
      call.until(() -> call.group().queue().size() == 2);
      call.member(2).sendCommit(early);
      assertRefused(call, "The commit names 1 of the 2 pending proposals.");
    }
  }

  @Test
  void commitOfARevokedProposalIsRefused() {
    try (DaveTestCall call = callWithPendingAdd()) {
      PreparedCommit early = call.member(2).prepared();
      call.leave(3);
      call.exchange();
      call.member(2).sendCommit(early);
      call.server.await(
          DaveRefused.class,
          refused -> refused.reason().contains("a proposal twice, or one"),
          TestClient.LIMIT);
    }
  }

  @Test
  void commitWithoutItsWelcomeIsRefused() {
    try (DaveTestCall call = callWithPendingAdd()) {
      call.member(2).sendCommit(call.member(2).prepared().message().toArray());
      assertRefused(
          call,
          "The welcome is not for exactly the added members: the commit adds 1, the welcome is for 0.");
    }
  }

  @Test
  void commitWithAnotherMembersLeafIsRefused() {
    try (DaveTestCall call = callWithPendingAdd()) {
      call.member(2).sendCommit(call.member(1).prepared());
      assertRefused(call, "but its sender has leaf");
    }
  }

  @Test
  void commitOfANonMemberIsRefused() {
    try (DaveTestCall call = callWithPendingAdd()) {
      call.member(3).sendCommit(call.member(1).prepared());
      assertRefused(call, "The sender of the commit is not a member");
    }
  }

  @Test
  void commitOfAMemberThatMustBeRemovedIsRefused() {
    try (DaveTestCall call = DaveTestCall.of(3)) {
      DaveTestMember second = call.member(2);
      call.members.forEach(member -> member.commits = false);
      call.join(4);
      call.until(second::hasPrepared);
      PreparedCommit early = second.prepared();
      second.begin();
      call.until(() -> call.group().queue().size() == 3);
      second.sendCommit(early);
      call.server.await(
          DaveRefused.class,
          refused -> refused.reason().contains("must remove its own sender"),
          TestClient.LIMIT);
    }
  }

  @Test
  void proposalInsteadOfACommitIsRefused() {
    try (DaveTestCall call = callWithPendingAdd()) {
      DaveTestMember second = call.member(2);
      byte[] list =
          second.messages().stream()
              .filter(MlsProposals.class::isInstance)
              .map(message -> ((MlsProposals) message).content().toByteArray())
              .reduce((early, late) -> late)
              .orElseThrow();
      second.sendCommit(Arrays.copyOfRange(list, 2, list.length));
      assertRefused(call, "The message contains a proposal instead of a commit.");
    }
  }

  @Test
  void invalidCommitIsRefused() {
    try (DaveTestCall call = callWithPendingAdd()) {
      call.member(2).sendCommit(new byte[] {0, 1, 0, 1, (byte) 0xBF, -1, -1, -1});
      assertRefused(call, "does not follow the format");
    }
  }

  // Key packages

  @Test
  void wrappedKeyPackageIsAccepted() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      DaveTestMember third = new DaveTestMember(call.open(3), DaveTestCall.CHANNEL, 1);
      third.sendsKeyPackages = false;
      call.members.add(third);
      call.until(() -> third.candidate != null);
      MlsWriter wrapped = new MlsWriter().uint16(1).uint16(5);
      third.sendKeyPackage(wrapped.struct(third.candidate.keyPackage()).toBytes());
      call.settle();
    }
  }

  @Test
  void keyPackageOfAnotherUserIsRefused() {
    assertKeyPackageRefused(
        KeyPackageBundle.create(MemberIdentity.ephemeral(7)).keyPackage().encode(),
        "belongs to another user: 7.");
  }

  @Test
  void invalidKeyPackageIsRefused() {
    assertKeyPackageRefused(Bytes.copyOf(new byte[] {0, 1, 0, 2}), "does not follow the format");
  }

  @Test
  void tooLongKeyPackageIsRefused() {
    assertKeyPackageRefused(
        Bytes.copyOf(new byte[20_000]), "has 20000 bytes; at most 16384 are allowed.");
  }

  @Test
  void keyPackageWithAWrongSignatureIsRefused() {
    byte[] good =
        KeyPackageBundle.create(MemberIdentity.ephemeral(1)).keyPackage().encode().toArray();
    good[good.length - 1] ^= 1;
    assertKeyPackageRefused(
        Bytes.copyOf(good), "A key package has a signature that does not verify.");
  }

  private static void assertKeyPackageRefused(Bytes body, String reason) {
    try (DaveTestCall call = DaveTestCall.optional()) {
      DaveTestMember first = call.joined(1, 1);
      call.exchange();
      first.sendKeyPackage(body);
      DaveRefused refused = call.await(DaveRefused.class);
      assertThat(refused.reason()).contains(reason);
      assertThat(refused.opcode()).isEqualTo(26);
      assertThat(call.group().queue()).containsExactly(new DaveGroup.PendingProposal(true, 1));
    }
  }

  @Test
  void daveMessageBeforeSessionDescriptionIsRefused() {
    try (DaveTestCall call = DaveTestCall.optional()) {
      TestClient client = call.open(1);
      client.send(client.identify(1));
      client.next(Ready.class);
      client.sendBinary((byte) 26, (byte) 0);
      assertThat(call.await(DaveRefused.class).reason())
          .isEqualTo("The message arrived before Session Description.");
      assertThat(call.server.delivery().group(DaveTestCall.GUILD)).isEmpty();
      client.close();
    }
  }
}
