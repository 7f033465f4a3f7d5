package dev.antiphon.testkit.internal.dave;

import static dev.antiphon.testkit.internal.dave.DaveTestCall.GUILD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.DaveExecuteTransition;
import dev.antiphon.protocol.DavePrepareEpoch;
import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.MlsAnnounceCommitTransition;
import dev.antiphon.protocol.MlsExternalSender;
import dev.antiphon.protocol.MlsProposals;
import dev.antiphon.protocol.MlsWelcome;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.fault.FaultScriptException;
import dev.antiphon.testkit.internal.session.WireMessage;
import dev.antiphon.testkit.record.ServerEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the delivery service, their effect on members, and the recovery of the call. */
class DaveFaultTest {

  private static String rule(String when, String user, String action) {
    return "[{\"when\":{%s,\"user\":%s},\"do\":%s}]".formatted(when, user, action);
  }

  /**
   * Returns a call with a group of two members. The script's fault affects user 3, who then joins.
   */
  private static DaveTestCall callWithFaultForThirdMember(String when, String action) {
    DaveTestCall call = DaveTestCall.withFaults(rule(when, "3", action));
    call.join(1);
    call.join(2);
    call.settle();
    call.join(3);
    return call;
  }

  /**
   * Returns a call where the fault affects user 2, a member, after user 3 has offered a key
   * package.
   */
  private static DaveTestCall callWithFaultForSecondMember(String action) {
    DaveTestCall call =
        DaveTestCall.withFaults(
            rule("\"sending\":\"clients_connect\"", "2", action).replace("}]", ",\"after\":1}]"));
    call.join(1);
    call.join(2);
    call.settle();
    call.join(3);
    return call;
  }

  private static List<? extends GatewayMessage> messagesOf(
      DaveTestMember member, Class<? extends GatewayMessage> type) {
    return member.messages().stream().filter(type::isInstance).map(type::cast).toList();
  }

  @ParameterizedTest
  @CsvSource({"bad_signature,BAD_SIGNATURE", "wrong_epoch,WRONG_EPOCH"})
  void memberRefusesAnInvalidProposalAndTheCallContinues(String what, String refusal) {
    try (DaveTestCall call = callWithFaultForSecondMember("{\"dave\":\"" + what + "\"}")) {
      call.settle();
      assertThat(call.member(2).refusals).containsExactly(refusal);
      assertThat(call.group().epoch()).isEqualTo(2);
    }
  }

  @Test
  void memberRefusesAProposalWithAChangedBit() {
    try (DaveTestCall call =
        DaveTestCall.withFaults(
            "[{\"when\":{\"sending\":\"mls_proposals\",\"user\":2},\"do\":{\"corrupt\":\"bit\"},"
                + "\"after\":1}]")) {
      call.join(1);
      call.join(2);
      call.settle();
      call.member(2).commits = false;
      call.join(3);
      call.settle();
      assertThat(call.member(2).refusals).startsWith("BAD_SIGNATURE", "UNKNOWN_PROPOSAL");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bit", "length"})
  void memberReportsADamagedWelcomeAndReceivesAnotherWelcome(String how) {
    try (DaveTestCall call =
        callWithFaultForThirdMember(
            "\"sending\":\"mls_welcome\"", "{\"corrupt\":\"" + how + "\"}")) {
      call.settle();
      assertThat(call.member(3).refusals)
          .containsExactly(how.equals("bit") ? "UNDECRYPTABLE" : "MALFORMED");
      assertThat(messagesOf(call.member(3), MlsWelcome.class)).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mls_external_sender,MlsExternalSender",
    "mls_proposals,MlsProposals",
    "mls_announce_commit_transition,MlsAnnounceCommitTransition",
    "mls_welcome,MlsWelcome"
  })
  void lengthFaultSetsTheVectorLengthToOneGibibyte(String opcode, String type) {
    byte[] frame = new byte[20];
    java.util.Arrays.fill(frame, (byte) 9);
    WireMessage wrong =
        new WireMessage.Binary(frame)
            .corrupted(
                FaultAction.Corrupt.How.LENGTH,
                dev.antiphon.protocol.Opcode.valueOf(opcode.toUpperCase(java.util.Locale.ROOT))
                    .number(),
                1);
    int at =
        switch (type) {
          case "MlsExternalSender" -> 3;
          case "MlsProposals" -> 4;
          case "MlsWelcome" -> 3 + 2 + 2;
          default -> 3 + 2 + 4;
        };
    byte[] bytes = ((WireMessage.Binary) wrong).bytes();
    assertThat(bytes).hasSize(at + 4).endsWith(0xBF, 0xFF, 0xFF, 0xFF);
    assertThat(bytes).startsWith(new byte[] {9, 9, 9});
  }

  @Test
  void userOutsideTheGroupRefusesAReceivedCommit() {
    try (DaveTestCall call =
        callWithFaultForThirdMember(
            "\"received\":\"mls_key_package\"", "{\"dave\":\"foreign_commit\"}")) {
      call.settle();
      assertThat(call.member(3).refusals).containsExactly("FOREIGN");
    }
  }

  @Test
  void faultSendsTheExecutionOfAnUnknownTransition() {
    try (DaveTestCall call = callWithFaultForSecondMember("{\"dave\":\"unknown_transition\"}")) {
      call.until(() -> call.member(1).executed.size() == 1 && call.member(2).executed.size() == 2);
      List<Integer> executed = call.member(2).executed;
      assertThat(executed).hasSize(2).doesNotHaveDuplicates();
      assertThat(call.member(1).executed).containsExactly(executed.get(1));
    }
  }

  @Test
  void faultRevokesProposalsAndProposesThemAgain() {
    try (DaveTestCall call =
        callWithFaultForThirdMember("\"received\":\"heartbeat\"", "{\"dave\":\"revoke\"}")) {
      call.member(1).commits = false;
      call.member(2).commits = false;
      call.until(() -> call.member(1).hasPrepared() && call.member(2).hasPrepared());
      call.exchange();
      call.exchange();
      assertThat(
              messagesOf(call.member(1), MlsProposals.class).stream()
                  .map(message -> ((MlsProposals) message).operation()))
          .endsWith(0, 1, 0);
      call.member(1).sendCommit(call.member(1).prepared());
      call.settle();
    }
  }

  @Test
  void faultReplacesTheGroupWithANewGroup() {
    try (DaveTestCall call = callWithFaultForSecondMember("{\"dave\":\"reinitialise\"}")) {
      call.settle();
      assertThat(messagesOf(call.member(1), DavePrepareEpoch.class)).hasSize(1);
      assertThat(call.group().members()).hasSize(3);
    }
  }

  @Test
  void faultSendsTheExecutionOfATransitionTwice() {
    try (DaveTestCall call =
        callWithFaultForThirdMember("\"sending\":\"dave_execute_transition\"", "{\"repeat\":1}")) {
      call.until(() -> call.member(3).executed.size() == 2);
      assertThat(call.member(3).executed.get(0)).isEqualTo(call.member(3).executed.get(1));
    }
  }

  @Test
  void faultDropsTheExecutionOfATransition() {
    try (DaveTestCall call =
        callWithFaultForThirdMember("\"sending\":\"dave_execute_transition\"", "\"drop\"")) {
      call.until(() -> call.member(1).executed.size() == 1);
      call.settle();
      call.exchange();
      assertThat(messagesOf(call.member(3), DaveExecuteTransition.class)).isEmpty();
    }
  }

  @Test
  void commitOfTheSecondMemberIsAcceptedWhenAFaultIgnoresTheFirstCommit() {
    try (DaveTestCall call =
        DaveTestCall.withFaults(rule("\"received\":\"mls_commit_welcome\"", "1", "\"ignore\""))) {
      call.join(1);
      call.join(2);
      call.settle();
      ServerEvent.DaveEpochBegan began = call.await(ServerEvent.DaveEpochBegan.class);
      assertThat(began.userId()).isEqualTo(2);
      assertThat(messagesOf(call.member(1), MlsWelcome.class)).hasSize(1);
    }
  }

  @Test
  void groupFormsAfterProposalsArriveBeforeTheExternalSender() {
    try (DaveTestCall call =
        DaveTestCall.withFaults(
            rule("\"sending\":\"mls_external_sender\"", "2", "{\"reorder\":1}"))) {
      call.join(1);
      call.until(() -> call.member(1).version == 1);
      call.exchange();
      call.member(1).commits = false;
      DaveTestMember early = call.join(2);
      call.until(() -> !messagesOf(early, MlsExternalSender.class).isEmpty());
      assertThat(DaveTestCall.receivedTypes(early, MlsProposals.class, MlsExternalSender.class))
          .containsExactly("MlsProposals", "MlsExternalSender");
      assertThat(early.refusals).containsExactly("NO_GROUP");
      call.until(call.member(1)::hasPrepared);
      call.member(1).sendCommit(call.member(1).prepared());
      call.settle();
    }
  }

  @Test
  void callContinuesWhenAFaultClosesTheConnectionOfAMember() {
    try (DaveTestCall call =
        DaveTestCall.withFaults(
            "[{\"when\":{\"sending\":\"mls_proposals\",\"user\":2},\"do\":{\"close\":4014},"
                + "\"after\":2}]")) {
      call.join(1);
      call.join(2);
      call.settle();
      call.join(3);
      call.settle();
      call.join(4);
      DaveTestMember second = call.member(2);
      call.until(() -> second.client.closedWith().isPresent());
      assertThat(second.client.closeCode()).isEqualTo(4014);
      call.members.remove(second);
      call.settle();
      assertThat(call.group().members().values()).containsExactlyInAnyOrder(1L, 3L, 4L);
      second.close();
    }
  }

  @Test
  void noGroupIsCreatedWhenAFaultClosesTheConnectionBeforeSessionDescription() {
    try (DaveTestCall call =
        DaveTestCall.withFaults(
            "[{\"when\":{\"sending\":\"session_description\"},\"do\":{\"close\":4014}}]")) {
      DaveTestMember first = call.join(1);
      call.until(() -> first.client.closedWith().isPresent());
      call.server.await(ServerEvent.Left.class, left -> left.userId() == 1, TestClient.LIMIT);
      assertThat(call.server.delivery().group(GUILD)).isEmpty();
    }
  }

  @Test
  void resumeRedeliversMissedMessagesInOrder() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      DaveTestMember second = call.member(2);
      second.commits = false;
      int last = second.received.get(second.received.size() - 1).sequence();
      call.exchange();
      second.client.abort();
      call.server.await(ServerEvent.Closed.class, closed -> closed.userId() == 2, TestClient.LIMIT);
      call.join(3);
      call.until(() -> call.hasReached(2));
      TestClient next = call.open(2);
      next.send(next.resume(last));
      second.client = next;
      call.settle();
      List<Integer> numbers =
          second.received.stream()
              .map(Envelope::sequence)
              .filter(sequence -> sequence != Envelope.NO_SEQUENCE)
              .toList();
      assertThat(numbers).isSorted().doesNotHaveDuplicates();
      assertThat(messagesOf(second, MlsAnnounceCommitTransition.class)).isNotEmpty();
      assertThat(call.server.delivery().group(GUILD)).isPresent();
    }
  }

  // Fault scripts

  @Test
  void scriptWithBinaryDamageForATextMessageIsRefused() {
    for (String when : List.of("\"ready\"", "\"any\"")) {
      assertThatThrownBy(
              () ->
                  FaultScript.parse(
                      "[{\"when\":{\"sending\":" + when + "},\"do\":{\"corrupt\":\"bit\"}}]"))
          .isInstanceOf(FaultScriptException.class)
          .hasMessage("/0/do: expected damage that every message can have, found \"bit\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"when\":{\"received\":\"mls_key_package\"},\"do\":{\"dave\":\"foreign_commit\"}}]",
        "[{\"when\":{\"sending\":\"mls_welcome\"},\"do\":{\"corrupt\":\"length\"}}]"
      })
  void toJsonReturnsTheJsonThatWasParsed(String json) {
    assertThat(FaultScript.parse(json).toJson()).isEqualTo(json);
  }
}
