package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.LOST;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A rejoin requests new credentials from the main gateway, within its budget and with its delays.
 */
class RejoinTest {

  @Test
  void rejoinLeavesTheCurrentChannelAndJoinsItAgain() {
    Stage.ESTABLISHED
        .reach()
        .closed(4006)
        .then(
            BACKOFF,
            "stop STABLE",
            "hold op5 of socket 1",
            "withdraw path 1",
            "keep path 1 alive no longer",
            "close path 1",
            "start BACKOFF 250 ms")
        .advanceMillis(250)
        .then(AWAITING_SERVER_UPDATE, "op4(null)", "start LEAVE 10000 ms", "start SERVER 10000 ms")
        .voiceStateWithoutChannel()
        .then(AWAITING_SERVER_UPDATE, "stop LEAVE", "op4(7)", "start SERVER 10000 ms")
        .voiceState(7, 2)
        .then(AWAITING_SERVER_UPDATE, "start PAIR 2000 ms")
        .voiceServer(2, 2)
        .then(
            IDENTIFYING,
            "stop SERVER",
            "stop PAIR",
            "dial socket 2 at endpoint 2",
            "start DIAL 10000 ms");
  }

  @Test
  void rejoinUsesANewUdpPath() {
    FlowSimulation flow = Stage.LEAVING.reach().rejoin(2).establish();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
    assertThat(flow.memory().udp().generation()).isEqualTo(2);
    assertThat(flow.story())
        .contains("identify on socket 2 with session 2, token 2", "open path 2");
  }

  @Test
  void rejoinSendsNoLeaveWhenTheBotIsInNoChannel() {
    FlowSimulation flow = Stage.BACKOFF_REJOIN.reach().mainSession(LOST);
    flow.voiceStateWithoutChannel().mainSession(RESUMED).advanceMillis(250);
    flow.then(AWAITING_SERVER_UPDATE, "op4(7)", "start SERVER 10000 ms");
    assertThat(flow.substate()).isEqualTo(WaitReason.REJOIN);
  }

  /** Possibly Discord lists the bot in the channel already, and does not answer a repetition. */
  @Test
  void rejoinSendsALeaveBeforeTheJoinWhenTheLastOpcode4IsUnanswered() {
    FlowSimulation flow = Stage.ASKED.reach().notSent("away").waitOver();
    flow.then(
        AWAITING_SERVER_UPDATE,
        "op4(null)",
        "start LEAVE 10000 ms",
        "op4(7)",
        "start SERVER 10000 ms");
    assertThat(flow.substate()).isEqualTo(WaitReason.REJOIN);
  }

  @Test
  void tokenFromBeforeTheRejoinIsNotUsed() {
    FlowSimulation flow = Stage.REJOINING.reach().voiceState(7, 1);
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    assertThat(flow.memory().credentials().token()).isEqualTo(Credentials.NONE);
    flow.voiceServer(1, 1);
    assertThat(flow.state()).isEqualTo(IDENTIFYING);
  }

  @Test
  void updatesThatDoNotAnswerTheLeaveAreIgnoredUntilItIsAnswered() {
    FlowSimulation flow = Stage.LEAVING.reach();
    FlowMemory before = flow.memory();
    flow.voiceState(7, 2).then(AWAITING_SERVER_UPDATE).voiceState(8, 2);
    flow.then(AWAITING_SERVER_UPDATE).voiceServer(2, 2).then(AWAITING_SERVER_UPDATE);
    flow.voiceServer(1, 2).then(AWAITING_SERVER_UPDATE).voiceServerGone();
    flow.then(AWAITING_SERVER_UPDATE);
    assertThat(flow.memory()).isEqualTo(before);
  }

  @Test
  void channelIsJoinedWhenTheLeaveTimesOut() {
    FlowSimulation flow = Stage.LEAVING.reach().advanceMillis(9_999);
    assertThat(flow.memory().intent().leaving()).isTrue();
    flow.advanceMillis(1).then(AWAITING_SERVER_UPDATE, "op4(7)", "start SERVER 10000 ms");
    assertThat(flow.memory().intent().leaving()).isFalse();
    assertThat(flow.substate()).isEqualTo(WaitReason.REJOIN);
  }

  @Test
  void unansweredRejoinIsRepeatedAfterABackoff() {
    FlowSimulation flow = Stage.REJOINING.reach().advanceMillis(10_000);
    flow.thenWaits(BackoffPlan.REJOIN, 1_000, 2_000);
    assertThat(flow.trigger()).isEqualTo(new Trigger.TimedOut(FlowTimer.SERVER));
  }

  @Test
  void rejoinDelayGrowsToThirtySecondsAndTheNinthFailureEndsTheConnection() {
    FlowSimulation flow = Stage.SELECTING.reach();
    for (long second : new long[] {1, 2, 4, 8, 16, 30, 30, 30}) {
      flow.closed(1006).thenWaits(BackoffPlan.REJOIN, second * 500, second * 1_000);
      flow.waitOver().rejoin(2).open().hello().ready();
    }
    flow.closed(1006).thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.Closed(1006));
    assertThat(flow.did()).contains("op4(null)");
  }

  @Test
  void retryCountsAreKeptWhenEstablishedIsReached() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    for (int rejoin = 1; rejoin <= 8; rejoin++) {
      assertThat(flow.closed(4009).state()).as("rejoin %d", rejoin).isEqualTo(BACKOFF);
      flow.waitOver().rejoin(rejoin + 1).establish().advanceMillis(29_000);
    }
    flow.closed(4009).thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.Closed(4009));
  }

  @Test
  void onlyTheFirstRejoinHasAShortDelay() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().closed(4006);
    flow.thenWaits(BackoffPlan.REJOIN, 250, 250).waitOver().rejoin(2).establish();
    flow.closed(4006).thenWaits(BackoffPlan.REJOIN, 1_000, 2_000);
  }

  @Test
  void rejoinAfterAnImmediateRejoinIsDelayed() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().nonceNearlySpent();
    flow.thenWaits(BackoffPlan.REJOIN, 0, 0).advanceMillis(0).rejoin(2).establish();
    flow.closed(4000).open().closed(4000).thenWaits(BackoffPlan.REJOIN, 1_000, 2_000);
  }

  @Test
  void identifyIsRetriedOncePerSetOfCredentials() {
    FlowSimulation flow = Stage.GREETED.reach().closed(1006);
    flow.thenWaits(BackoffPlan.IDENTIFY, 1_000, 1_000).waitOver();
    flow.then(IDENTIFYING, "dial socket 2 at endpoint 1", "start DIAL 10000 ms");
    assertThat(flow.open().did()).contains("identify on socket 2 with session 1, token 1");
    flow.closed(1006).thenWaits(BackoffPlan.REJOIN, 500, 1_000).waitOver();
    flow.rejoin(2).open().closed(1006).thenWaits(BackoffPlan.IDENTIFY, 1_000, 1_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKOFF_RESUME", "BACKOFF_IDENTIFY", "BACKOFF_REJOIN", "BACKOFF_HELD"})
  void removalDuringABackoffEndsTheConnectionUnlessTheMainGatewayIsLost(Stage stage) {
    FlowSimulation flow = stage.reach();
    boolean doubtful = !flow.memory().mainUp();
    flow.voiceStateWithoutChannel();
    assertThat(flow.state()).isEqualTo(doubtful ? BACKOFF : VoiceState.DISCONNECTED);
    if (!doubtful) {
      flow.thenEnded(
          DisconnectReason.REMOVED, new Trigger.Event(EventKind.VOICE_STATE_WITHOUT_CHANNEL));
    }
  }

  @Test
  void voiceStateWithoutChannelAnswersTheLeaveOfThePreviousConnection() {
    FlowSimulation flow = new FlowSimulation().on(new Command.Join(7, true));
    flow.then(AWAITING_SERVER_UPDATE, "start LEAVE 10000 ms", "op4(7)", "start SERVER 10000 ms");
    flow.voiceStateWithoutChannel().then(AWAITING_SERVER_UPDATE, "stop LEAVE");
    flow.voiceState(7, 1).voiceServer(1, 1).establish();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
    assertThat(flow.voiceStateWithoutChannel().state()).isEqualTo(VoiceState.DISCONNECTED);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"DIALLING", "IDENTIFIED", "READY", "DISCOVERING", "SELECTING", "ESTABLISHED"})
  void lateAnswerToTheLeaveOfThePreviousConnectionCausesARejoin(Stage stage) {
    FlowSimulation flow = new FlowSimulation().on(new Command.Join(7, true));
    flow.voiceState(7, 1).voiceServer(1, 1);
    walk(flow, stage);
    flow.voiceStateWithoutChannel();
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    assertThat(flow.substate()).isEqualTo(WaitReason.REJOIN);
    assertThat(flow.did())
        .contains("stop LEAVE", "close socket 1 with 1000", "start SERVER 10000 ms")
        .doesNotContain("op4(7)", "op4(null)");
    flow.voiceState(7, 2).voiceServer(2, 2).establish();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
  }

  @Test
  void waitForTheLeaveOfThePreviousConnectionEndsAfterTenSeconds() {
    FlowSimulation flow = new FlowSimulation().on(new Command.Join(7, true));
    flow.voiceState(7, 1).voiceServer(1, 1).establish().advanceMillis(9_999);
    assertThat(flow.memory().intent().leaving()).isTrue();
    flow.advanceMillis(1).then(ESTABLISHED);
    assertThat(flow.last().row().id()).isEqualTo("E22.ES.1");
    flow.voiceStateWithoutChannel()
        .thenEnded(
            DisconnectReason.REMOVED, new Trigger.Event(EventKind.VOICE_STATE_WITHOUT_CHANNEL));
  }

  @Test
  void answerToTheOwnLeaveDuringABackoffDoesNotEndTheConnection() {
    FlowSimulation flow = Stage.LEAVING.reach().notSent("away");
    assertThat(flow.state()).isEqualTo(BACKOFF);
    flow.voiceStateWithoutChannel().then(BACKOFF, "stop LEAVE");
  }

  /** Without any answer, the connection ends after a known time. */
  @Test
  void rejoinFailsWithinFiveMinutesWhenTheMainGatewayNeverAnswers() {
    FlowSimulation flow = Stage.REJOINING.reach().advance(Duration.ofMinutes(5));
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.TimedOut(FlowTimer.SERVER));
  }

  private static void walk(FlowSimulation flow, Stage stage) {
    Stream.of(Stage.IDENTIFIED, Stage.READY, Stage.DISCOVERING, Stage.SELECTING, Stage.ESTABLISHED)
        .filter(passed -> passed.ordinal() <= stage.ordinal())
        .forEach(
            passed -> {
              switch (passed) {
                case IDENTIFIED -> flow.open().hello();
                case READY -> flow.ready();
                case DISCOVERING -> flow.udpReady();
                case SELECTING -> flow.discovered();
                default -> flow.described();
              }
            });
  }
}
