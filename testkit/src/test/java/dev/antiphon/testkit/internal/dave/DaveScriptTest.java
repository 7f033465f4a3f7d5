package dev.antiphon.testkit.internal.dave;

import static dev.antiphon.testkit.internal.dave.DaveTestCall.CHANNEL;
import static dev.antiphon.testkit.internal.dave.DaveTestCall.GUILD;
import static dev.antiphon.testkit.internal.dave.DaveTestCall.receivedTypes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.DaveExecuteTransition;
import dev.antiphon.protocol.DavePrepareEpoch;
import dev.antiphon.protocol.DavePrepareTransition;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.MlsExternalSender;
import dev.antiphon.protocol.MlsProposals;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.fault.FaultExtra.Dave.What;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.fault.FaultScriptException;
import dev.antiphon.testkit.fault.FaultTrigger;
import dev.antiphon.testkit.record.ServerEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults of end-to-end encryption that the fault guide lists, on a whole call. */
class DaveScriptTest {

  private static final long OTHER_CHANNEL = 43;
  private static final Duration LIMIT = TestClient.LIMIT;
  private static final byte[] CLEAR = {1, 2, 3};

  private static Stream<GatewayMessage> from(
      DaveTestMember member, Class<? extends GatewayMessage> type) {
    return member.messages().stream().filter(type::isInstance);
  }

  private static boolean heardSpeakingOf(DaveTestMember member, long userId) {
    return from(member, Speaking.class)
        .anyMatch(one -> ((Speaking) one).userId().orElse(0) == userId);
  }

  private static DaveTestCall group(String script, int count) {
    DaveTestCall call = DaveTestCall.withFaults(script);
    for (int user = 1; user <= count; user++) {
      call.joined(user, 1);
    }
    return call;
  }

  // Opcode 5

  @Test
  void speakingOfOneMemberIsLostForOneReceiver() {
    try (DaveTestCall call =
        group(
            "[{\"when\":{\"sending\":\"speaking\",\"about\":1,\"user\":2},\"do\":\"drop\","
                + "\"times\":\"always\"}]",
            3)) {
      call.member(1).client.speak(1);
      call.until(() -> heardSpeakingOf(call.member(3), 1));
      call.member(3).client.speak(1);
      call.until(() -> heardSpeakingOf(call.member(2), 3));
      assertThat(heardSpeakingOf(call.member(2), 1)).isFalse();
    }
  }

  @Test
  void speakingOfOneMemberIsLateForAllReceivers() {
    FaultRule late =
        FaultRule.when(FaultTrigger.sending(Opcode.SPEAKING, 1))
            .then(FaultAction.delay(Duration.ofMillis(300)))
            .always();
    try (DaveTestCall call = group(FaultScript.of(late).toJson(), 3)) {
      call.member(1).client.speak(1);
      call.server.await(ServerEvent.SpeakingChanged.class, one -> one.userId() == 1, LIMIT);
      call.member(3).client.speak(1);
      call.until(() -> heardSpeakingOf(call.member(2), 3));
      assertThat(heardSpeakingOf(call.member(2), 1)).isFalse();
      call.until(() -> heardSpeakingOf(call.member(2), 1) && heardSpeakingOf(call.member(3), 1));
    }
  }

  // Opcodes 25, 27, 29 and 30

  @Test
  void memberWithoutExternalSenderCannotJoinAndTheOthersContinue() {
    try (DaveTestCall call =
        group("[{\"when\":{\"sending\":\"mls_external_sender\",\"user\":3},\"do\":\"drop\"}]", 2)) {
      call.settle();
      DaveTestMember third = call.join(3);
      third.sendsKeyPackages = false;
      call.until(() -> third.version == 1);
      call.exchange();
      assertThat(receivedTypes(third, MlsExternalSender.class)).isEmpty();
      assertThat(call.group().epoch()).isOne();
    }
  }

  @Test
  void firstMemberDoesNotReceiveTheSecondProposals() {
    try (DaveTestCall call =
        group(
            "[{\"when\":{\"sending\":\"mls_proposals\",\"user\":1},\"do\":\"drop\",\"after\":1}]",
            2)) {
      call.settle();
      call.member(2).commits = false;
      int before = (int) from(call.member(1), MlsProposals.class).count();
      call.join(3);
      call.until(() -> call.member(2).hasPrepared());
      call.exchange();
      assertThat(from(call.member(1), MlsProposals.class)).hasSize(before);
      assertThat(call.group().queue()).hasSize(1);
      call.member(2).sendCommit(call.member(2).prepared());
      call.until(() -> call.hasReached(2));
    }
  }

  @ParameterizedTest
  @CsvSource({"mls_announce_commit_transition,1", "mls_welcome,3"})
  void memberThatDoesNotReceiveTheCommitOrWelcomeStaysBehind(String message, long user) {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      call.server.addFault(
          FaultScript.parse(
                  "[{\"when\":{\"sending\":\"%s\",\"user\":%d},\"do\":\"drop\"}]"
                      .formatted(message, user))
              .rules()
              .get(0));
      DaveTestMember third = call.join(3);
      call.until(() -> call.group().epoch() == 2 && call.member(2).number() == 2);
      call.exchange();
      assertThat(call.member(user).number()).isEqualTo(user == 3 ? -1 : 1);
      call.member(user).invalid(0);
      call.settle();
      assertThat(third.number()).isEqualTo(call.group().epoch());
    }
  }

  @Test
  void welcomeOfAnotherMemberIsRefused() {
    try (DaveTestCall call =
        group(
            "[{\"when\":{\"sent\":\"mls_external_sender\",\"user\":3},"
                + "\"do\":{\"dave\":\"foreign_welcome\"}}]",
            2)) {
      call.settle();
      DaveTestMember third = call.join(3);
      call.until(() -> !third.refusals.isEmpty());
      call.settle();
      assertThat(third.refusals).isNotEmpty();
    }
  }

  @Test
  void proposalsAreRefusedAfterAForgedExternalSender() {
    try (DaveTestCall call =
        group(
            "[{\"when\":{\"sent\":\"session_description\",\"user\":1},"
                + "\"do\":{\"dave\":\"forged_external_sender\"}},"
                + "{\"when\":{\"sending\":\"mls_external_sender\",\"user\":1},\"do\":\"drop\"}]",
            1)) {
      DaveTestMember first = call.member(1);
      call.until(() -> !from(first, MlsExternalSender.class).toList().isEmpty());
      call.join(2).commits = false;
      call.until(() -> !first.refusals.isEmpty());
      assertThat(first.refusals).containsOnly("BAD_SIGNATURE");
      assertThat(from(first, MlsExternalSender.class)).hasSize(1);
    }
  }

  // Another group

  @Test
  void clientIsPutInTheGroupOfAnotherChannelThanItMeans() {
    try (DaveTestCall call =
        DaveTestCall.withFaults(
            "[{\"when\":{\"received\":\"identify\"},\"do\":{\"channel\":\"%d\"},\"times\":2}]"
                .formatted(OTHER_CHANNEL))) {
      DaveTestMember first = call.joined(1, 1);
      DaveTestMember second = call.joined(2, 1);
      call.until(() -> !first.refusals.isEmpty() && !second.refusals.isEmpty());
      assertThat(first.refusals).containsOnly("WRONG_GROUP");
      assertThat(call.server.delivery().group(GUILD, OTHER_CHANNEL)).isPresent();
      assertThat(call.server.delivery().group(GUILD, CHANNEL)).isEmpty();
    }
  }

  @Test
  void memberReceivesAProposalForTheGroupOfAnotherChannel() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      assertThat(call.server.delivery().fault(GUILD, 2, What.WRONG_GROUP)).isTrue();
      call.until(() -> !call.member(2).refusals.isEmpty());
      assertThat(call.member(2).refusals).containsExactly("WRONG_GROUP");
      assertThat(call.server.delivery().fault(GUILD, 9, What.WRONG_GROUP)).isFalse();
    }
  }

  @Test
  void channelFaultIsAllowedOnlyForIdentify() {
    assertThatThrownBy(
            () ->
                FaultScript.parse(
                    "[{\"when\":{\"received\":\"resume\"},\"do\":{\"channel\":\"4\"}}]"))
        .isInstanceOf(FaultScriptException.class)
        .hasMessageStartingWith("/0/do: expected at this trigger one of ");
    assertThatThrownBy(() -> FaultExtra.channel(0)).isInstanceOf(FaultScriptException.class);
  }

  // Downgrades

  @Test
  void serverDowngradesAndUpgradesTheCall() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      call.server.delivery().fault(GUILD, 1, What.DOWNGRADE);
      call.until(() -> call.members.stream().allMatch(member -> member.version == 0));
      assertThat(
              receivedTypes(
                  call.member(2), DavePrepareTransition.class, DaveExecuteTransition.class))
          .endsWith("DavePrepareTransition", "DaveExecuteTransition");
      assertThat(call.group().protocolVersion()).isZero();
      assertThat(call.joined(3, 1).version).isZero();
      call.leave(3);
      call.exchange();
      assertThat(call.member(1).version).isZero();
      call.server.delivery().fault(GUILD, 1, What.UPGRADE);
      call.until(() -> call.members.stream().allMatch(member -> member.version == 1));
      call.settle();
      assertThat(receivedTypes(call.member(2), DavePrepareEpoch.class)).hasSize(1);
      assertThat(call.group().protocolVersion()).isOne();
    }
  }

  @Test
  void serverDowngradesTheCallAtOnce() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      call.server.delivery().fault(GUILD, 1, What.DOWNGRADE_AT_ONCE);
      call.until(() -> call.members.stream().allMatch(member -> member.version == 0));
      assertThat(call.member(1).messages()).contains(new DavePrepareTransition(0, 0));
      assertThat(call.group().protocolVersion()).isZero();
    }
  }

  @Test
  void serverAnnouncesADowngradeThatItNeverExecutes() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      call.server.delivery().fault(GUILD, 1, What.DOWNGRADE_UNEXECUTED);
      ServerEvent.DaveTransitionPrepared prepared =
          call.await(ServerEvent.DaveTransitionPrepared.class);
      assertThat(prepared.version()).isZero();
      call.until(
          () ->
              call.members.stream()
                  .allMatch(
                      member ->
                          member
                              .messages()
                              .contains(new DavePrepareTransition(prepared.transitionId(), 0))));
      call.exchange();
      assertThat(call.members).allMatch(member -> member.version == 1);
      assertThat(call.refusals()).noneMatch(one -> one.contains("does not wait"));
      call.join(3);
      call.settle();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"downgrade", "downgrade_at_once"})
  void scriptDowngradesTheCallAtAFrame(String what) {
    try (DaveTestCall call =
        group("[{\"when\":{\"frame\":1,\"user\":2},\"do\":{\"dave\":\"" + what + "\"}}]", 2)) {
      call.settle();
      call.member(2).client.speak(1);
      call.member(2).client.sendFrame(1, CLEAR);
      call.until(() -> call.members.stream().allMatch(member -> member.version == 0));
    }
  }

  @Test
  void sessionDescriptionNamesVersion0AlthoughTheClientOffersVersion1() {
    try (DaveTestCall call =
        DaveTestCall.withFaults(
            "[{\"when\":{\"sending\":\"session_description\",\"user\":1},"
                + "\"do\":{\"set\":{\"dave_protocol_version\":0}}}]")) {
      assertThat(call.joined(1, 1).version).isZero();
    }
  }

  // Frames in clear

  @Test
  void serverCountsFramesInClearWhileTheCallIsEncrypted() {
    try (DaveTestCall call = DaveTestCall.of(2)) {
      TestClient sender = call.member(1).client;
      sender.speak(1);
      sender.sendFrame(1, CLEAR);
      sender.sendFrame(2, new byte[] {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE});
      sender.sendFrame(3, encrypted());
      byte[] withWrongTrailer = encrypted();
      withWrongTrailer[withWrongTrailer.length - 3] = 100;
      sender.sendFrame(4, withWrongTrailer);
      call.server.awaitFrames(GUILD, 1, 4, LIMIT);
      assertThat(call.server.summary().framesInClear()).containsOnly(entry(1L, 2L));
      call.server.delivery().fault(GUILD, 1, What.DOWNGRADE);
      call.until(() -> call.members.stream().allMatch(member -> member.version == 0));
      sender.sendFrame(5, CLEAR);
      call.server.awaitFrames(GUILD, 1, 5, LIMIT);
      call.server.delivery().fault(GUILD, 1, What.UPGRADE);
      call.until(() -> call.members.stream().allMatch(member -> member.version == 1));
      call.settle();
      sender.sendFrame(6, CLEAR); // can have been sent before opcode 22 arrived
      sender.sendFrame(7, encrypted());
      sender.sendFrame(8, CLEAR);
      call.server.awaitFrames(GUILD, 1, 8, LIMIT);
      assertThat(call.server.summary().framesInClear()).containsOnly(entry(1L, 3L));
    }
  }

  /** Returns a frame with a trailer of 12 bytes. */
  private static byte[] encrypted() {
    return new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, (byte) 0xFA, (byte) 0xFA};
  }

  // Fault scripts

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"when\":{\"sending\":\"speaking\",\"about\":\"7\",\"user\":\"3\"},\"do\":\"drop\"}]",
        "[{\"when\":{\"received\":\"identify\"},\"do\":{\"channel\":\"43\"}}]",
        "[{\"when\":{\"sent\":\"mls_welcome\"},\"do\":{\"dave\":\"downgrade_unexecuted\"}}]"
      })
  void toJsonReturnsTheJsonThatWasParsed(String json) {
    assertThat(FaultScript.parse(json).toJson()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"sending\":\"ready\"", "\"sending\":\"any\"", "\"sent\":\"speaking\""})
  void aboutIsRefusedForMessagesThatInformAboutNoUser(String when) {
    assertThatThrownBy(
            () -> FaultScript.parse("[{\"when\":{" + when + ",\"about\":7},\"do\":\"reset\"}]"))
        .isInstanceOf(FaultScriptException.class)
        .hasMessageStartingWith("/0/when/about: expected no such key");
  }

  @Test
  void clientsConnectAboutAUserIsDropped() {
    try (DaveTestCall call =
        group(
            "[{\"when\":{\"sending\":\"clients_connect\",\"about\":2},\"do\":\"drop\"},"
                + "{\"when\":{\"sending\":\"client_disconnect\",\"about\":2},\"do\":\"drop\"}]",
            1)) {
      call.joined(2, 1);
      call.joined(3, 1);
      call.until(() -> from(call.member(1), ClientsConnect.class).count() == 1);
      assertThat(((ClientsConnect) from(call.member(1), ClientsConnect.class).toList().get(0)))
          .isEqualTo(new ClientsConnect(List.of(3L)));
    }
  }
}
