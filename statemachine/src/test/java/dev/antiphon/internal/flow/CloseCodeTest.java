package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.fixtures.DataFiles;
import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.check.WrittenDecision;
import dev.antiphon.protocol.CloseCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the reaction to each close code with the decisions that are written by hand. */
class CloseCodeTest {

  /** Every documented code, and some unknown codes. */
  private static final int[] CODES = {
    -1, 0, 1000, 1001, 1005, 1006, 1011, 1012, 1013, 1014, 3999, 4000, 4001, 4002, 4003, 4004, 4005,
    4006, 4009, 4010, 4011, 4012, 4014, 4015, 4016, 4017, 4020, 4021, 4022, 4900, 4999
  };

  /** Codes with which a server refuses the call. */
  private static final int[] REFUSALS = {
    4001, 4002, 4003, 4004, 4005, 4011, 4012, 4016, 4017, 4020, 4021
  };

  /** Codes that end a session. The first rejoin then has a short delay. */
  private static final Set<Integer> SOON = Set.of(4006, 4009);

  static Stream<Arguments> everyCodeAtEveryStageThatHoldsASocket() {
    return EnumSet.range(Stage.DIALLING, Stage.RESUMING_GREETED).stream()
        .flatMap(stage -> Arrays.stream(CODES).mapToObj(code -> Arguments.of(stage, code)))
        .filter(closed -> closed.get()[0] != Stage.MOVING || !isRefusal((int) closed.get()[1]));
  }

  @ParameterizedTest
  @MethodSource("everyCodeAtEveryStageThatHoldsASocket")
  void closeCodeLeadsToTheStateInTheHandWrittenDecisionsFile(Stage stage, int code) {
    WrittenDecision expected = FlowDecisionsFile.closed(code, stage.state());
    FlowSimulation flow = stage.reach();
    int socket = flow.memory().socket().generation();
    flow.closed(code);
    assertThat(flow.state().code()).isEqualTo(expected.targetState());
    if (!expected.targetSubstate().isEmpty()) {
      assertThat(flow.substate().title()).isEqualTo(expected.targetSubstate());
    }
    switch (flow.state()) {
      case AWAITING_SERVER_UPDATE ->
          assertThat(flow.did())
              .contains("start SERVER 5000 ms")
              .noneMatch(did -> did.startsWith("op4"));
      case FAILED -> {
        flow.thenEnded(flow.substate(), new Trigger.Closed(code));
        assertThat(flow.did()).contains("op4(null)");
      }
      case RESUMING -> assertThat(flow.did()).contains("redial socket 2 at endpoint 1");
      default -> assertWaits(stage, code, flow);
    }
    assertThat(flow.trigger()).isEqualTo(new Trigger.Closed(code));
    assertThat(flow.did())
        .as("a closed socket is not closed again")
        .noneMatch(effect -> effect.matches("(close|abort) socket " + socket + ".*"));
    boolean pathKept = flow.state() == VoiceState.RESUMING || flow.substate() == BackoffPlan.RESUME;
    assertThat(flow.did().contains("close path 1")).isEqualTo(stage.holdsPath() && !pathKept);
  }

  /** Whether the code can end a connection immediately, also while a rejoin is left. */
  private static boolean isRefusal(int code) {
    return Arrays.stream(REFUSALS).anyMatch(refusal -> refusal == code);
  }

  static IntStream refusals() {
    return Arrays.stream(REFUSALS);
  }

  /** The close can belong to the call that the move has replaced. */
  @ParameterizedTest
  @MethodSource("refusals")
  void pendingMoveContinuesWhenTheServerRefusesTheOldCall(int code) {
    FlowSimulation flow = Stage.MOVING.reach().closed(code);
    assertThat(flow.substate()).isEqualTo(WaitReason.MOVE);
    assertThat(flow.did()).contains("start SERVER 10000 ms").noneMatch(EffectText::isOpFour);
    flow.voiceState(8, 2).voiceServer(2, 2).establish();
    assertThat(flow.last().effects()).contains(new Effect.CompleteJoin(8));
  }

  private static void assertWaits(Stage stage, int code, FlowSimulation flow) {
    boolean soon =
        SOON.contains(code)
            || stage.state() == VoiceState.RESUMING && FlowDecisionsFile.line(code).equals("D2");
    if (flow.substate() == BackoffPlan.RESUME) {
      flow.thenWaits(BackoffPlan.RESUME, 800, 1_200);
    } else if (flow.substate() == BackoffPlan.IDENTIFY) {
      flow.thenWaits(BackoffPlan.IDENTIFY, 1_000, 1_000);
    } else if (soon) {
      flow.thenWaits(BackoffPlan.REJOIN, 250, 250);
    } else {
      flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    }
  }

  @Test
  void secondRejectedMessageWithinAMinuteEndsInAProtocolError() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().closed(4002);
    assertThat(flow.did()).contains("start PROTOCOL_ERRORS 60000 ms");
    flow.waitOver().rejoin(2).open().closed(4020);
    flow.thenEnded(FailureCause.PROTOCOL_ERROR, new Trigger.Closed(4020));
  }

  @Test
  void protocolErrorCountIsResetAfterAMinuteAndNotAfterAStableConnection() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().closed(4002).waitOver().rejoin(2).establish();
    flow.advanceMillis(30_000);
    assertThat(flow.last().row().actions()).contains(Action.RESET_BUDGETS);
    assertThat(flow.memory().retries().failures().protocolErrors()).isEqualTo(1);
    flow.advanceMillis(30_000);
    assertThat(flow.last().row().id()).isEqualTo("E19.ES.1");
    flow.closed(4002).thenWaits(BackoffPlan.REJOIN, 500, 1_000);
  }

  @Test
  void protocolErrorCountIsResetAfterAMinuteEvenWhileANewServerIsAwaited() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().closed(4002).waitOver().rejoin(2).establish();
    flow.advanceMillis(30_000).voiceServerGone().advanceMillis(30_000);
    assertThat(flow.last().row().id()).isEqualTo("E19.ASU.1");
    flow.voiceServer(3, 3).advanceMillis(250).establish().closed(4002);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
  }

  @Test
  void connectionFailsWhenTwoTokensInARowAreRefused() {
    refusedInARow(4004, 2, FailureCause.AUTHENTICATION_FAILED);
  }

  @Test
  void connectionFailsWhenThreeServersInARowAreNotFound() {
    refusedInARow(4011, 3, FailureCause.SERVER_NOT_FOUND);
  }

  private static void refusedInARow(int code, int times, FailureCause end) {
    FlowSimulation flow = Stage.GREETED.reach();
    for (int refused = 1; refused < times; refused++) {
      flow.closed(code);
      assertThat(flow.state()).as("after %d", refused).isEqualTo(VoiceState.BACKOFF);
      flow.waitOver().rejoin(refused + 1).open().hello();
    }
    flow.closed(code).thenEnded(end, new Trigger.Closed(code));

    FlowSimulation reset = Stage.GREETED.reach();
    for (int refused = 1; refused < times; refused++) {
      reset.closed(code).waitOver().rejoin(refused + 1).open().hello();
    }
    reset.ready().udpReady().discovered().described().advanceMillis(30_000).closed(code);
    reset.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
  }

  /** A connection is stable only after thirty seconds in Established. */
  @Test
  void countOfRefusedTokensIsKeptWhenEstablishedLastsLessThanThirtySeconds() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().closed(4004).waitOver().rejoin(2).establish();
    flow.advanceMillis(29_999).closed(4004);
    flow.thenEnded(FailureCause.AUTHENTICATION_FAILED, new Trigger.Closed(4004));
  }

  @Test
  void refusedEncryptionModeIsReplacedByTheNextModeUntilNoModeIsLeft() {
    FlowSimulation flow = Stage.SELECTING.reach().closed(4016);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    flow.waitOver().rejoin(2).open().hello().ready().udpReady().discovered();
    assertThat(flow.did()).contains("select AEAD_XCHACHA20_POLY1305_RTPSIZE on socket 2");
    flow.closed(4016).thenEnded(FailureCause.NO_COMMON_MODE, new Trigger.Closed(4016));
  }

  @Test
  void refusedEncryptionModeIsAllowedAgainAfterAStableConnection() {
    FlowSimulation flow = Stage.SELECTING.reach().closed(4016).waitOver().rejoin(2).establish();
    assertThat(flow.memory().udp().modes()).hasSize(1);
    assertThat(flow.advanceMillis(30_000).memory().udp().modes()).isEqualTo(flow.limits().modes());
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "SELECTING", "ESTABLISHED", "RESUMING"})
  void botIsNotKickedOnClose4014WhileTheMainGatewayIsLost(Stage stage) {
    FlowSimulation flow = stage.reach().mainSession(VoiceEvent.MainSession.Change.LOST);
    flow.closed(4014);
    assertThat(flow.did()).contains("start HOLD 600000 ms").doesNotContain("op4(7)");
    flow.mainSession(VoiceEvent.MainSession.Change.NEW);
    assertThat(flow.state()).isEqualTo(VoiceState.AWAITING_SERVER_UPDATE);
    assertThat(flow.substate()).isEqualTo(WaitReason.REJOIN);
    assertThat(flow.did()).anyMatch(did -> did.startsWith("op4(7)"));
  }

  @Test
  void everyCloseCodeHasExactlyOneReaction() {
    Set<Integer> seen = new HashSet<>();
    for (CloseReaction reaction : CloseReaction.values()) {
      assertThat(reaction.codes()).allMatch(seen::add);
      assertThat(reaction.codes()).allMatch(code -> CloseReaction.of(code) == reaction);
    }
  }

  @Test
  void everyCloseCodeThatDiscordDocumentsHasAReaction() {
    List<Integer> named =
        Arrays.stream(CloseReaction.values()).flatMap(r -> r.codes().stream()).toList();
    for (CloseCode code : CloseCode.values()) {
      if (code != CloseCode.CLOSE_4900) {
        assertThat(named).as(code.name()).contains(code.number());
      }
    }
  }

  @Test
  void everyCloseCodeInTheProtocolDescriptionHasAReaction() throws IOException {
    Path file = DataFiles.CLOSE_CODES.require();
    String section = Files.readString(file).split("## 2 Voice close codes")[1].split("\n## ")[0];
    List<Integer> described =
        section
            .lines()
            .filter(line -> line.matches("\\| [\\d/]+ \\|.*"))
            .flatMap(line -> Arrays.stream(line.split("\\|")[1].strip().split("/")))
            .map(Integer::valueOf)
            .toList();
    assertThat(described).as("the described codes").hasSizeGreaterThan(15);
    assertThat(Arrays.stream(CloseReaction.values()).flatMap(r -> r.codes().stream()))
        .containsAll(described);
  }

  @Test
  void unknownCodeBelow4000CountsAsALostSocketAndAHigherUnknownCodeCountsAs4000() {
    for (int code : new int[] {Integer.MIN_VALUE, -1, 0, 999, 1002, 3000, 3999}) {
      assertThat(CloseReaction.of(code)).isEqualTo(CloseReaction.SOCKET_LOST);
    }
    for (int code : new int[] {4007, 4010, 4013, 4018, 4999, 5000, Integer.MAX_VALUE}) {
      assertThat(CloseReaction.of(code)).isEqualTo(CloseReaction.CLOSE_4000);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GREETED", "READY", "ESTABLISHED", "RESUMING"})
  void onlyAnUnknownCloseCodeIsReportedAsAViolation(Stage stage) {
    assertThat(stage.reach().closed(4999).did()).contains("violation D2");
    assertThat(stage.reach().closed(4000).did()).doesNotContain("violation D2");
  }

  @Test
  void descriptionOfACloseContainsItsCodeAndReason() {
    assertThat(new Trigger.Closed(4006).describe())
        .isEqualTo("closed with 4006 (The session is no longer valid.)");
    assertThat(new Trigger.Closed(4999, "go away").describe())
        .isEqualTo("closed with 4999: go away");
    assertThat(new Trigger.Closed(4006, "The session is no longer valid.").describe())
        .as("a reason equal to the code's meaning appears once")
        .isEqualTo("closed with 4006 (The session is no longer valid.)");
    assertThat(new Trigger.Closed(4999).describe()).isEqualTo("closed with 4999");
  }
}
