package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.LOST;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.NEW;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The main gateway is lost, resumes, or starts a new session. */
class MainGatewayTest {
  @ParameterizedTest
  @EnumSource
  void stateIsKeptWhenTheMainSessionIsLostAndResumed(Stage stage) {
    FlowSimulation flow = stage.reach().mainSession(LOST);
    assertThat(flow.state()).isEqualTo(stage.state());
    if (stage != Stage.BACKOFF_HELD) {
      flow.mainSession(RESUMED);
      assertThat(flow.state()).isEqualTo(stage.state());
    }
  }

  @Test
  void serverTimerIsPausedForUpToTenMinutesWhileTheMainGatewayIsLost() {
    FlowSimulation flow = Stage.REJOINING.reach().advanceMillis(5_000).mainSession(LOST);
    flow.then(AWAITING_SERVER_UPDATE, "stop SERVER", "start HOLD 600000 ms");
    int steps = flow.decisions().size();
    flow.advanceMillis(599_999);
    assertThat(flow.decisions()).hasSize(steps);
    flow.advanceMillis(1)
        .thenEnded(FailureCause.MAIN_GATEWAY_LOST, new Trigger.TimedOut(FlowTimer.HOLD));
    assertThat(flow.did())
        .as("the leave is kept until the main gateway resumes")
        .contains("op4(null)");
  }

  @Test
  void repeatedMainGatewayLossDoesNotRestartTheWaitOfTenMinutes() {
    for (Stage stage : new Stage[] {Stage.REJOINING, Stage.BACKOFF_REJOIN}) {
      FlowSimulation flow = stage.reach().mainSession(LOST);
      for (int minute = 0; minute < 9; minute++) {
        flow.advance(Duration.ofMinutes(1)).mainSession(LOST);
      }
      flow.advance(Duration.ofMinutes(1));
      flow.thenEnded(FailureCause.MAIN_GATEWAY_LOST, new Trigger.TimedOut(FlowTimer.HOLD));
    }
  }

  @Test
  void serverTimerRunsItsFullTimeAgainWhenTheMainGatewayResumes() {
    FlowSimulation flow = Stage.ASKED.reach().advanceMillis(9_000).mainSession(LOST);
    flow.advanceMillis(60_000).mainSession(RESUMED);
    flow.then(AWAITING_SERVER_UPDATE, "stop HOLD", "start SERVER 10000 ms");
  }

  @Test
  void serverLossStartsNoTimerWhileTheMainGatewayIsLost() {
    FlowSimulation flow = Stage.ASKED.reach().mainSession(LOST).voiceServerGone();
    flow.then(AWAITING_SERVER_UPDATE);
    assertThat(flow.timers()).containsExactlyInAnyOrder(FlowTimer.HOLD, FlowTimer.DECIDE);
  }

  @Test
  void dueRejoinWaitsUntilTheMainGatewayResumes() {
    FlowSimulation flow = Stage.BACKOFF_REJOIN.reach().mainSession(LOST);
    flow.then(BACKOFF, "start HOLD 600000 ms").advanceMillis(250).then(BACKOFF);
    assertThat(flow.now().at())
        .isInstanceOfSatisfying(
            FlowState.BackingOff.class, wait -> assertThat(wait.waited()).isTrue());
    flow.advanceMillis(60_000).mainSession(RESUMED);
    flow.then(
        AWAITING_SERVER_UPDATE,
        "stop HOLD",
        "op4(null)",
        "start LEAVE 10000 ms",
        "start SERVER 10000 ms");
    assertThat(flow.substate()).isEqualTo(WaitReason.REJOIN_LEAVING);
  }

  @Test
  void waitingRejoinSendsNoLeaveWhenTheBotIsInNoChannel() {
    FlowSimulation flow = Stage.BACKOFF_REJOIN.reach().mainSession(LOST);
    flow.voiceStateWithoutChannel().advanceMillis(250).mainSession(RESUMED);
    flow.then(AWAITING_SERVER_UPDATE, "stop HOLD", "op4(7)", "start SERVER 10000 ms");
  }

  @Test
  void backoffContinuesWhenTheMainGatewayResumesBeforeTheEndOfTheBackoff() {
    FlowSimulation flow = Stage.BACKOFF_REJOIN.reach().mainSession(LOST).advanceMillis(100);
    flow.mainSession(RESUMED).then(BACKOFF, "stop HOLD").advanceMillis(150);
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
  }

  @Test
  void rejoinWaitsWhenTheMainGatewayWasLostBeforeTheBackoff() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().mainSession(LOST).closed(4006);
    assertThat(flow.did()).contains("start BACKOFF 250 ms", "start HOLD 600000 ms");
    flow.advance(Duration.ofMinutes(10));
    flow.thenEnded(FailureCause.MAIN_GATEWAY_LOST, new Trigger.TimedOut(FlowTimer.HOLD));
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKOFF_RESUME", "BACKOFF_IDENTIFY"})
  void resumeAndIdentifyDoNotWaitForTheLostMainGateway(Stage stage) {
    FlowSimulation flow = stage.reach().mainSession(LOST).then(BACKOFF).waitOver();
    assertThat(flow.state()).isIn(VoiceState.RESUMING, VoiceState.IDENTIFYING);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"IDLE", "DISCONNECTED", "FAILED"})
  void newMainSessionCausesARejoinAfterARandomDelayOfUpToFiveSeconds(Stage stage) {
    FlowSimulation flow = stage.reach().mainSession(NEW);
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    assertThat(flow.substate()).isEqualTo(WaitReason.REJOIN);
    assertThat(flow.timers()).contains(FlowTimer.SERVER);
    Optional<Effect.SendVoiceState> request =
        flow.last().effects().stream()
            .filter(Effect.SendVoiceState.class::isInstance)
            .map(Effect.SendVoiceState.class::cast)
            .findFirst();
    assertThat(request).isPresent();
    assertThat(request.get().channelId()).hasValue(7);
    assertThat(request.get().after()).isBetween(Duration.ZERO, Duration.ofSeconds(5));
    assertThat(flow.memory().socket().held()).isFalse();
    assertThat(flow.memory().udp().held()).isFalse();
    flow.voiceState(7, 2).voiceServer(2, 2).establish();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
  }

  @Test
  void rejoinForANewMainSessionCountsAsNoRejoin() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    for (int round = 2; round < 12; round++) {
      flow.mainSession(NEW).voiceState(7, round).voiceServer(round, round).establish();
    }
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
    assertThat(flow.memory().retries().rejoins()).isZero();
  }

  @Test
  void rejoinDelaysAfterTwoNewMainSessionsAreDifferent() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().mainSession(NEW).mainSession(NEW);
    assertThat(
            flow.decisions().stream()
                .flatMap(decision -> decision.effects().stream())
                .filter(Effect.SendVoiceState.class::isInstance)
                .map(effect -> ((Effect.SendVoiceState) effect).after())
                .filter(after -> !after.isZero()))
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "DISCOVERING", "SELECTING", "ESTABLISHED", "RESUMING"})
  void voiceStateWithoutChannelCausesARejoinWhileTheMainGatewayIsLost(Stage stage) {
    FlowSimulation flow = stage.reach().mainSession(LOST).voiceStateWithoutChannel();
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    assertThat(flow.substate()).isEqualTo(WaitReason.REJOIN);
    assertThat(flow.did()).contains("op4(7)", "start HOLD 600000 ms");
  }

  @Test
  void removalEndsTheConnectionIfAVoiceStateOfTheNewMainSessionCameFirst() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().mainSession(NEW).voiceState(7, 2);
    flow.voiceServer(2, 2).establish().voiceStateWithoutChannel();
    flow.thenEnded(
        DisconnectReason.REMOVED, new Trigger.Event(EventKind.VOICE_STATE_WITHOUT_CHANNEL));
  }

  @Test
  void removalDuringTheMainGatewayLossDoesNotEndTheConnection() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().mainSession(LOST).voiceState(7, 1);
    flow.then(ESTABLISHED).voiceStateWithoutChannel();
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
  }

  @Test
  void removalEndsTheConnectionAfterTheMainSessionResumed() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().mainSession(LOST).mainSession(RESUMED);
    assertThat(flow.voiceStateWithoutChannel().state()).isEqualTo(VoiceState.DISCONNECTED);
  }

  @Test
  void lostResumeBecomesARejoinWhenTheLostMainSessionListsTheBotInNoChannel() {
    FlowSimulation flow =
        Stage.BACKOFF_RESUME
            .reach()
            .mainSession(VoiceEvent.MainSession.Change.LOST)
            .voiceStateWithoutChannel();
    assertThat(flow.last().row().id()).isEqualTo("B1.BO.5");
    assertThat(flow.did()).contains("op4(7)");
  }
}
