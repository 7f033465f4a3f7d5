package dev.antiphon.testkit.internal.dave;

import static dev.antiphon.testkit.internal.dave.DaveTestCall.CHANNEL;
import static dev.antiphon.testkit.internal.dave.DaveTestCall.receivedTypes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.mls.group.Member;
import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.DavePrepareEpoch;
import dev.antiphon.protocol.DavePrepareTransition;
import dev.antiphon.protocol.MlsAnnounceCommitTransition;
import dev.antiphon.protocol.MlsExternalSender;
import dev.antiphon.protocol.MlsProposals;
import dev.antiphon.protocol.MlsWelcome;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveGroup;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Joins and leaves of a call's MLS group, on real sockets. */
class DaveGroupTest {

  /** Checks that all members are in the same epoch and that the server knows their leaves. */
  private static void assertAgreed(DaveTestCall call) {
    for (DaveTestMember member : call.members) {
      Map<Integer, Long> usersByLeaf = new TreeMap<>();
      for (Member one : member.epoch().members()) {
        usersByLeaf.put(one.leaf(), one.userId());
      }
      assertThat(call.group().members()).as(call::toString).isEqualTo(usersByLeaf);
      assertThat(member.epoch().authenticator())
          .isEqualTo(call.members.get(0).epoch().authenticator());
      assertThat(member.version).isOne();
    }
    assertThat(call.group().channelId()).isEqualTo(CHANNEL);
  }

  @Test
  void twoMembersFormAGroup() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      assertAgreed(call);
      assertThat(call.group().epoch()).isOne();
      ServerEvent.DaveEpochBegan began = call.await(ServerEvent.DaveEpochBegan.class);
      assertThat(began.members()).isEqualTo(call.group().members());
      assertThat(began.userId()).isEqualTo(call.group().members().get(0));
      assertThat(began.transitionId()).isZero();
      assertThat(call.server.summary().violations()).isEmpty();
    }
  }

  @Test
  void newMemberReceivesMembersAndExternalSenderBeforeProposals() {
    try (DaveTestCall call = DaveTestCall.optional()) {
      DaveTestMember first = call.joined(1, 1);
      DaveTestMember second = call.join(2);
      call.settle();
      assertThat(
              receivedTypes(
                  first,
                  SessionDescription.class,
                  MlsExternalSender.class,
                  ClientsConnect.class,
                  MlsProposals.class))
          .startsWith("SessionDescription", "MlsExternalSender", "ClientsConnect", "MlsProposals");
      assertThat(
              receivedTypes(
                  second,
                  SessionDescription.class,
                  MlsExternalSender.class,
                  ClientsConnect.class,
                  MlsProposals.class))
          .startsWith("ClientsConnect", "SessionDescription", "MlsExternalSender", "MlsProposals");
    }
  }

  @Test
  void newMemberReceivesTheWelcomeAndOthersReceiveTheCommit() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      DaveTestMember third = call.join(3);
      call.settle();
      assertAgreed(call);
      assertThat(receivedTypes(third, MlsAnnounceCommitTransition.class, MlsWelcome.class))
          .containsExactly("MlsWelcome");
      assertThat(receivedTypes(third, MlsProposals.class)).isEmpty();
      for (long user : new long[] {1, 2}) {
        assertThat(receivedTypes(call.member(user), MlsAnnounceCommitTransition.class).size())
            .isEqualTo(
                (int) call.group().epoch() - (call.group().members().get(0) == user ? 0 : 1));
      }
    }
  }

  @Test
  void membersAgreeOnTheGroupAfterRandomJoinsAndLeaves() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      Random random = new Random(20_261_122);
      long next = 3;
      for (int step = 0; step < 14; step++) {
        int present = call.members.size();
        if (present < 3 || (present < 8 && random.nextInt(5) < 3)) {
          call.join(next++);
        } else {
          call.leave(call.members.get(random.nextInt(present)).userId);
        }
        if (step % 2 == 1) {
          call.settle();
          assertAgreed(call);
        }
      }
      assertThat(call.members)
          .allSatisfy(member -> assertThat(member.refusals).as(member::toString).isEmpty());
    }
  }

  @Test
  void addProposalIsRevokedWhenItsUserLeavesBeforeACommit() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      call.members.forEach(member -> member.commits = false);
      call.join(3);
      call.until(() -> !call.group().queue().isEmpty());
      assertThat(call.group().queue()).containsExactly(new DaveGroup.PendingProposal(true, 3));
      call.leave(3);
      call.exchange();
      assertThat(call.group().queue()).isEmpty();
      call.members.forEach(member -> member.commits = true);
      call.join(4);
      call.settle();
      assertAgreed(call);
    }
  }

  @Test
  void lastMemberStartsANewGroupWhenTheOtherMemberLeaves() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      call.leave(2);
      DaveTestMember last = call.member(1);
      call.until(() -> last.messages().contains(new DavePrepareTransition(0, 1)));
      assertThat(receivedTypes(last, DavePrepareEpoch.class, DavePrepareTransition.class))
          .containsExactly("DavePrepareEpoch", "DavePrepareTransition");
      assertThat(call.group().epoch()).isZero();
      call.join(3);
      call.settle();
      assertAgreed(call);
      assertThat(call.group().epoch()).isOne();
      assertThat(receivedTypes(last, MlsExternalSender.class)).hasSize(1);
    }
  }

  @Test
  void waitingUsersStartANewGroupWhenAllMembersHaveLeft() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      call.members.forEach(member -> member.commits = false);
      call.joined(3, 1);
      call.joined(4, 1);
      call.until(() -> call.group().queue().size() == 2);
      call.leave(1);
      call.leave(2);
      call.settle();
      assertAgreed(call);
      assertThat(call.group().members()).containsValues(3L, 4L).hasSize(2);
      call.await(ServerEvent.DaveGroupReset.class);
    }
  }

  @Test
  void groupContinuesAfterMembersJoinLeaveAndRecoverAtTheSameTime() {
    for (int seed = 1; seed <= 6; seed++) {
      try (DaveTestCall call = DaveTestCall.of(2)) {
        Random random = new Random(seed);
        long next = 3;
        for (int step = 0; step < 12; step++) {
          int present = call.members.size();
          DaveTestMember one = call.members.get(random.nextInt(present));
          switch (random.nextInt(3)) {
            case 0 -> call.join(next++);
            case 1 -> {
              if (present > 2) {
                call.leave(one.userId);
              }
            }
            default -> {
              if (one.candidate != null) {
                one.invalid(1);
              }
            }
          }
          if (random.nextBoolean()) {
            call.members.get(random.nextInt(call.members.size())).pump();
          }
        }
        call.settle();
        assertAgreed(call);
      }
    }
  }

  @Test
  void newGroupStartsWhenTheOnlyMemberThatCanCommitHasLeft() {
    try (DaveTestCall call =
        DaveTestCall.withFaults(
            "[{\"when\":{\"sending\":\"mls_welcome\",\"user\":2},\"do\":{\"corrupt\":\"bit\"}}]")) {
      DaveTestMember first = call.joined(1, 1);
      DaveTestMember second = call.join(2);
      call.until(() -> !second.refusals.isEmpty() || first.number() == 1);
      first.commits = false;
      second.commits = second.established;
      call.until(() -> call.hasReached(1));
      call.join(3);
      call.until(() -> call.group().queue().stream().anyMatch(one -> one.userId() == 3));
      call.members.forEach(member -> member.commits = true);
      call.leave(1);
      call.settle();
      assertThat(call.group().members()).containsValues(2L, 3L).hasSize(2);
    }
  }

  @Test
  void memberIsAddedAgainAfterAnInvalidCommit() {
    try (DaveTestCall call = DaveTestCall.of(3)) {
      call.member(2).invalid(1);
      call.settle();
      assertAgreed(call);
      assertThat(call.group().members()).containsValue(2L).hasSize(3);
    }
  }

  @Test
  void memberIsAddedToTheGroupAgainAfterASecondIdentify() {
    try (DaveTestCall call = DaveTestCall.of(3)) {
      DaveTestMember previous = call.member(2);
      call.members.remove(previous);
      call.join(2);
      call.until(() -> call.member(2).version == 1);
      call.settle();
      assertAgreed(call);
      previous.close();
    }
  }

  @Test
  void groupHasTheChannelIdFromTheFakeGateway() {
    try (DaveTestCall call = DaveTestCall.optional();
        FakeDiscordGateway gateway = FakeDiscordGateway.of(9, call.server)) {
      gateway.send(new UpdateVoiceState(DaveTestCall.GUILD, OptionalLong.of(77), false, false));
      call.join(1);
      call.until(() -> call.member(1).version == 1);
      assertThat(call.group().channelId()).isEqualTo(77);
    }
  }
}
