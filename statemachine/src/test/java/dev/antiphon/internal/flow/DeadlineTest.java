package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each deadline with its default value: no step one millisecond earlier, then its transition. */
class DeadlineTest {

  @Test
  void opcode4IsRepeatedAfterTenSecondsAndTheJoinFailsAfterTwenty() {
    FlowSimulation flow = Stage.ASKED.reach();
    flow.advanceMillis(9_999);
    assertThat(flow.decisions()).hasSize(1);
    flow.advanceMillis(1);
    flow.then(
        AWAITING_SERVER_UPDATE,
        "op4(null)",
        "start LEAVE 10000 ms",
        "op4(7)",
        "start SERVER 10000 ms");
    flow.advanceMillis(9_999);
    assertThat(flow.decisions()).hasSize(2);
    flow.advanceMillis(1)
        .thenEnded(FailureCause.NO_SERVER_UPDATE, new Trigger.TimedOut(FlowTimer.SERVER))
        .then(VoiceState.FAILED, "op4(null)", "drop credentials", "ended");
  }

  @Test
  void currentChannelIsLeftBeforeTheJoinIsRepeated() {
    FlowSimulation flow = Stage.CONFIRMED.reach().advanceMillis(10_000);
    flow.then(
        AWAITING_SERVER_UPDATE,
        "op4(null)",
        "start LEAVE 10000 ms",
        "op4(7)",
        "start SERVER 10000 ms");
    assertThat(flow.decisions())
        .as("the join, the voice state, its pair timer, the repetition")
        .hasSize(4);
  }

  @Test
  void repeatedJoinNeedsANewVoiceStateAndANewServerUpdate() {
    FlowSimulation flow = Stage.CONFIRMED.reach().advanceMillis(10_000).voiceServer(1, 1);
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    flow.voiceStateWithoutChannel().voiceState(7, 1);
    assertThat(flow.state()).isEqualTo(VoiceState.IDENTIFYING);
  }

  @Test
  void newServerIsAwaitedForAMinuteWhenDiscordRemovesTheServer() {
    FlowSimulation flow = Stage.SETTLING.reach().voiceServerGone();
    flow.then(AWAITING_SERVER_UPDATE, "stop PAIR", "stop SETTLE", "start SERVER 60000 ms");
    int steps = flow.decisions().size();
    flow.advanceMillis(59_999);
    assertThat(flow.decisions()).hasSize(steps);
    flow.advanceMillis(1);
    flow.then(
        AWAITING_SERVER_UPDATE,
        "op4(null)",
        "start LEAVE 10000 ms",
        "op4(7)",
        "start SERVER 10000 ms");
  }

  @Test
  void secondServerLossDoesNotRestartTheWaitOfOneMinute() {
    FlowSimulation flow = Stage.CONFIRMED.reach().voiceServerGone().advanceMillis(40_000);
    flow.voiceServerGone().then(AWAITING_SERVER_UPDATE).advanceMillis(19_999);
    flow.then(AWAITING_SERVER_UPDATE);
    assertThat(flow.advanceMillis(1).did()).contains("op4(7)");
  }

  @Test
  void serverThatReplacesALostServerIsDialled() {
    FlowSimulation flow = Stage.CONFIRMED.reach().voiceServerGone().advanceMillis(59_999);
    flow.voiceServer(2, 2);
    assertThat(flow.did()).contains("dial socket 1 at endpoint 2", "stop SERVER");
  }

  @Test
  void dialIsRetriedWhenTheSocketDoesNotOpenWithinTenSeconds() {
    FlowSimulation flow = Stage.DIALLING.reach();
    advanceToTheDeadline(flow, 10_000);
    flow.then(BACKOFF, "abort socket 1", "start BACKOFF 1000 ms");
    flow.thenWaits(BackoffPlan.IDENTIFY, 1_000, 1_000);
    flow.advanceMillis(1_000)
        .then(VoiceState.IDENTIFYING, "dial socket 2 at endpoint 1", "start DIAL 10000 ms");
    flow.advanceMillis(10_000).thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.trigger()).isEqualTo(new Trigger.TimedOut(FlowTimer.DIAL));
  }

  @Test
  void resumeIsRetriedWhenTheSocketDoesNotOpenWithinTenSeconds() {
    FlowSimulation flow = Stage.REDIALLING.reach();
    advanceToTheDeadline(flow, 10_000);
    flow.thenWaits(BackoffPlan.RESUME, 800, 1_200);
    assertThat(flow.did())
        .contains("abort socket 2", "withdraw path 1", "keep path 1 alive no longer")
        .doesNotContain("close path 1");
  }

  @Test
  void botRejoinsWhenReadyIsMissingFiveSecondsAfterIdentify() {
    FlowSimulation flow = Stage.GREETED.reach();
    advanceToTheDeadline(flow, 5_000);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.did()).contains("abort socket 1");
  }

  @Test
  void botRejoinsAfterAShortDelayWhenResumedIsMissingFiveSecondsAfterResume() {
    FlowSimulation flow = Stage.RESUMING_GREETED.reach();
    advanceToTheDeadline(flow, 5_000);
    flow.thenWaits(BackoffPlan.REJOIN, 250, 250);
    assertThat(flow.did()).contains("abort socket 2", "close path 1");
    assertThat(flow.trigger()).isEqualTo(new Trigger.TimedOut(FlowTimer.RESUMED));
  }

  @Test
  void readyTimerFiresBeforeTheHelloTimerWhenBothMessagesAreMissing() {
    FlowSimulation flow = Stage.IDENTIFIED.reach();
    advanceToTheDeadline(flow, 5_000);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.trigger()).isEqualTo(new Trigger.TimedOut(FlowTimer.READY));
  }

  /** The other timers are stopped in time, so that the Hello timer ends every state. */
  @ParameterizedTest
  @EnumSource(names = {"READY", "DISCOVERING", "SELECTING", "ESTABLISHED"})
  void socketIsAbortedInEveryStateWhenHelloIsMissingForFiveSeconds(Stage stage) {
    FlowSimulation flow = Stage.IDENTIFIED.reachWithoutHello().advanceMillis(1_000);
    flow.ready();
    for (Stage reached : EnumSet.range(Stage.READY, stage)) {
      switch (reached) {
        case DISCOVERING -> flow.udpReady();
        case SELECTING -> flow.discovered();
        case ESTABLISHED -> flow.described();
        default -> {}
      }
    }
    flow.advanceMillis(3_999);
    assertThat(flow.state()).isEqualTo(stage.state());
    flow.advanceMillis(1);
    assertThat(flow.trigger()).isEqualTo(new Trigger.TimedOut(FlowTimer.HELLO));
    assertThat(flow.did()).contains("abort socket 1").doesNotContain("close socket 1 with 1000");
    if (stage == Stage.ESTABLISHED) {
      assertThat(flow.state()).isEqualTo(VoiceState.RESUMING);
    } else {
      flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    }
  }

  @Test
  void socketIsAbortedWhenHelloIsMissingAfterResumed() {
    FlowSimulation flow = Stage.REDIALLING.reach().open().resumed().advanceMillis(4_999);
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
    flow.advanceMillis(1);
    assertThat(flow.state()).isEqualTo(VoiceState.RESUMING);
    assertThat(flow.did()).contains("abort socket 2", "redial socket 3 at endpoint 1");
  }

  @Test
  void botRejoinsWhenTheUdpSocketDoesNotOpenWithinFiveSeconds() {
    FlowSimulation flow = Stage.READY.reach();
    advanceToTheDeadline(flow, 5_000);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.did()).contains("close socket 1 with 1000", "close path 1");
  }

  @Test
  void discoveryPacketIsSentTenTimesInFiveSecondsBeforeTheBotRejoins() {
    FlowSimulation flow = Stage.DISCOVERING.reach();
    assertThat(packets(flow)).isEqualTo(1);
    flow.advanceMillis(499);
    assertThat(packets(flow)).isEqualTo(1);
    flow.advanceMillis(1)
        .then(VoiceState.DISCOVERING, "discover on path 1 as 4711", "start DISCOVERY_RETRY 500 ms");
    flow.advanceMillis(4_499);
    assertThat(flow.state()).isEqualTo(VoiceState.DISCOVERING);
    assertThat(packets(flow)).isEqualTo(10);
    flow.advanceMillis(1).thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(packets(flow)).isEqualTo(10);
  }

  @Test
  void thirdUnansweredDiscoveryInARowEndsInUdpUnreachable() {
    FlowSimulation flow = Stage.DISCOVERING.reach();
    for (int round = 2; round <= 3; round++) {
      flow.advanceMillis(5_000);
      assertThat(flow.state()).isEqualTo(BACKOFF);
      flow.waitOver().rejoin(round).open().hello().ready().udpReady();
    }
    flow.advanceMillis(5_000)
        .thenEnded(FailureCause.UDP_UNREACHABLE, new Trigger.TimedOut(FlowTimer.DISCOVERY));
  }

  @Test
  void answerToARepeatedDiscoveryPacketStopsTheRepetition() {
    FlowSimulation flow = Stage.DISCOVERING.reach().advanceMillis(1_200).discovered();
    assertThat(packets(flow)).isEqualTo(3);
    flow.described().advanceMillis(10_000);
    assertThat(packets(flow)).isEqualTo(3);
  }

  @Test
  void botRejoinsWhenSessionDescriptionIsMissingForFiveSeconds() {
    FlowSimulation flow = Stage.SELECTING.reach();
    advanceToTheDeadline(flow, 5_000);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.did()).contains("close socket 1 with 1000", "close path 1");
  }

  @Test
  void establishedConnectionBecomesStableAfterThirtySeconds() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    advanceToTheDeadline(flow, 30_000);
    flow.then(ESTABLISHED);
    assertThat(flow.last().row().id()).isEqualTo("E14.ES.2");
    assertThat(flow.timers()).isEmpty();
    flow.advanceMillis(86_400_000);
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
  }

  @Test
  void botRejoinsWhenTheUdpPathIsUnreachableForTwoSeconds() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().udpUnreachable();
    flow.then(ESTABLISHED, "start UDP_FAILURE 2000 ms");
    advanceToTheDeadline(flow, 2_000);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.did()).contains("close socket 1 with 1000", "close path 1");
  }

  @Test
  void secondUdpFailureDoesNotRestartTheUdpFailureTimer() {
    FlowSimulation flow = Stage.DOUBTING.reach().advanceMillis(1_500);
    flow.udpUnreachable().then(ESTABLISHED).advanceMillis(500);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.trigger()).isEqualTo(new Trigger.TimedOut(FlowTimer.UDP_FAILURE));
  }

  @Test
  void datagramStopsTheUdpFailureTimerAndTheNextFailureStartsItAgain() {
    FlowSimulation flow = Stage.DOUBTING.reach().advanceMillis(1_999);
    flow.udpAlive().then(ESTABLISHED, "stop UDP_FAILURE").advanceMillis(10_000);
    flow.udpUnreachable().then(ESTABLISHED, "start UDP_FAILURE 2000 ms").advanceMillis(1_999);
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
    assertThat(flow.advanceMillis(1).state()).isEqualTo(BACKOFF);
  }

  @Test
  void udpFailureTimerContinuesWhileTheSessionIsResumed() {
    FlowSimulation flow = Stage.DOUBTING.reach().advanceMillis(1_500).closed(1006);
    assertThat(flow.state()).isEqualTo(VoiceState.RESUMING);
    flow.advanceMillis(500).thenWaits(BackoffPlan.REJOIN, 500, 1_000);
  }

  @Test
  void datagramDuringTheResumeBackoffStopsTheUdpFailureTimer() {
    FlowSimulation flow = Stage.DOUBTING.reach().advanceMillis(1_500).closed(1006).closed(1006);
    flow.udpAlive().then(BACKOFF, "stop UDP_FAILURE").waitOver();
    assertThat(flow.resume().advanceMillis(2_000).state()).isEqualTo(ESTABLISHED);
  }

  /** A session whose UDP path is known to be unreachable is not resumed. */
  @Test
  void udpFailureTimerContinuesDuringTheResumeBackoff() {
    FlowSimulation flow = Stage.DOUBTING.reach().advanceMillis(1_500).closed(1006).closed(1006);
    flow.thenWaits(BackoffPlan.RESUME, 800, 1_200).advanceMillis(500);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.did()).contains("close path 1");
    flow = Stage.BACKOFF_RESUME.reach().udpUnreachable();
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);

    FlowLimits never = FlowSimulation.limits(RetryLimits.builder().rejoins(0).build());
    flow = Stage.DOUBTING.reach(never).advanceMillis(1_500).closed(1006).closed(1006);
    flow.advanceMillis(500);
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.TimedOut(FlowTimer.UDP_FAILURE));
    assertThat(flow.did()).as("the channel is left").contains("op4(null)");
  }

  /** Without any further event, every state ends. Only Established is allowed to stay. */
  @ParameterizedTest
  @MethodSource("intermediateStages")
  void everyIntermediateStateEndsWithinTenMinutesWhenThePeersAreSilent(
      Stage stage, boolean greeted) {
    FlowSimulation flow = greeted ? stage.reach() : stage.reachWithoutHello();
    flow.advanceMillis(600_000);
    assertThat(flow.state())
        .isEqualTo(stage == Stage.SEVERED ? VoiceState.DISCONNECTED : VoiceState.FAILED);
    assertThat(flow.timers()).isEmpty();
    flow.resources().assertEmpty();
  }

  static Stream<Arguments> intermediateStages() {
    Set<Stage> intermediate = EnumSet.allOf(Stage.class);
    intermediate.removeAll(EnumSet.of(Stage.IDLE, Stage.ESTABLISHED, Stage.MOVING));
    intermediate.removeIf(stage -> stage.state().isTerminal());
    return intermediate.stream()
        .flatMap(stage -> Stream.of(Arguments.of(stage, true), Arguments.of(stage, false)));
  }

  private static void advanceToTheDeadline(FlowSimulation flow, long milliseconds) {
    int steps = flow.decisions().size();
    flow.advanceMillis(milliseconds - 1);
    assertThat(flow.decisions()).as("steps before the deadline").hasSize(steps);
    flow.advanceMillis(1);
    assertThat(flow.decisions()).as("steps at the deadline").hasSize(steps + 1);
  }

  private static int packets(FlowSimulation flow) {
    return Collections.frequency(flow.story(), "discover on path 1 as 4711");
  }
}
