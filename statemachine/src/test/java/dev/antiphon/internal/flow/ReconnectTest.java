package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.LOST;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The application requests a reconnect (A6). */
class ReconnectTest {

  @Test
  void reconnectLeavesTheChannelAndRejoinsImmediately() {
    Stage.ESTABLISHED
        .reach()
        .reconnect()
        .then(
            BACKOFF,
            "stop STABLE",
            "hold op5 of socket 1",
            "withdraw path 1",
            "keep path 1 alive no longer",
            "close socket 1 with 1000",
            "close path 1",
            "start BACKOFF 0 ms")
        .advanceMillis(0)
        .then(AWAITING_SERVER_UPDATE, "op4(null)", "start LEAVE 10000 ms", "start SERVER 10000 ms")
        .rejoin(2)
        .establish();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "DIALLING",
        "IDENTIFIED",
        "GREETED",
        "READY",
        "DISCOVERING",
        "SELECTING",
        "ESTABLISHED",
        "DOUBTING",
        "MOVING",
        "REDIALLING",
        "RESUMING",
        "PACED"
      })
  void reconnectRejoinsImmediatelyFromEveryStage(Stage stage) {
    FlowSimulation flow = stage.reach().reconnect();
    flow.thenWaits(BackoffPlan.REJOIN, 0, 0).waitOver().rejoin(20).establish();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
    assertThat(flow.memory().retries().rejoins()).isEqualTo(1);
  }

  @Test
  void reconnectResetsTheRetryCounts() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    for (int rejoin = 1; rejoin <= 8; rejoin++) {
      flow.closed(4006).waitOver().rejoin(rejoin + 1).establish();
    }
    flow.reconnect().thenWaits(BackoffPlan.REJOIN, 0, 0);
    assertThat(flow.memory().retries().rejoins()).isEqualTo(1);
  }

  @Test
  void reconnectDuringALeaveResetsTheRetryCounts() {
    FlowSimulation flow = Stage.LEAVING.reach().rejoin(2).establish().closed(4006).waitOver();
    flow.reconnect().rejoin(3).establish().closed(4006).thenWaits(BackoffPlan.REJOIN, 250, 250);
  }

  @Test
  void reconnectDuringABackoffResetsTheRetryCounts() {
    FlowSimulation flow = Stage.ASKED.reach().notSent("away").waitOver().notSent("away");
    flow.reconnect().notSent("away").thenWaits(BackoffPlan.REJOIN, 500, 1_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKOFF_RESUME", "BACKOFF_IDENTIFY", "BACKOFF_REJOIN"})
  void reconnectEndsABackoffImmediately(Stage stage) {
    FlowSimulation flow = stage.reach().reconnect();
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    assertThat(flow.substate()).isEqualTo(WaitReason.REJOIN_LEAVING);
    assertThat(flow.did())
        .contains("stop BACKOFF", "op4(null)", "start LEAVE 10000 ms", "start SERVER 10000 ms");
    assertThat(flow.memory().udp().held()).isFalse();
  }

  @Test
  void reconnectSendsNoLeaveWhenTheBotIsInNoChannel() {
    FlowSimulation flow = Stage.BACKOFF_REJOIN.reach().mainSession(LOST);
    flow.voiceStateWithoutChannel().mainSession(RESUMED).reconnect();
    flow.then(AWAITING_SERVER_UPDATE, "stop BACKOFF", "op4(7)", "start SERVER 10000 ms");
    assertThat(flow.substate()).isEqualTo(WaitReason.REJOIN);
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKOFF_RESUME", "BACKOFF_IDENTIFY", "BACKOFF_REJOIN", "BACKOFF_HELD"})
  void reconnectWaitsUntilTheMainGatewayResumes(Stage stage) {
    FlowSimulation flow = stage.reach().mainSession(LOST).reconnect();
    assertThat(flow.state()).isEqualTo(BACKOFF);
    assertThat(flow.substate()).isEqualTo(BackoffPlan.REJOIN);
    assertThat(flow.timers())
        .contains(FlowTimer.HOLD)
        .isSubsetOf(FlowTimer.HOLD, FlowTimer.DECIDE, FlowTimer.RECOVERY);
    flow.mainSession(RESUMED);
    assertThat(flow.substate()).isEqualTo(WaitReason.REJOIN_LEAVING);
  }

  @ParameterizedTest
  @EnumSource(names = {"ASKED", "CONFIRMED", "SETTLING"})
  void reconnectDuringAJoinRepeatsTheJoin(Stage stage) {
    FlowSimulation flow = stage.reach().reconnect();
    assertThat(flow.substate()).isEqualTo(WaitReason.JOIN);
    assertThat(flow.did()).contains("op4(7)").endsWith("start SERVER 10000 ms");
    assertThat(flow.memory().credentials().complete()).isFalse();
    flow.voiceServer(1, 1).voiceState(7, 1).establish();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
  }

  @Test
  void reconnectDuringAMoveRepeatsTheMove() {
    FlowSimulation flow = Stage.READY.reach().move(8).reconnect();
    assertThat(flow.substate()).isEqualTo(WaitReason.MOVE);
    flow.then(AWAITING_SERVER_UPDATE, "op4(8)", "start SERVER 10000 ms");
  }

  @ParameterizedTest
  @EnumSource(names = {"REJOINING", "SEVERED", "SERVER_CHANGED", "SERVER_LOST"})
  void reconnectDuringAWaitForAServerCausesARejoin(Stage stage) {
    FlowSimulation flow = stage.reach().reconnect();
    assertThat(flow.substate()).isEqualTo(WaitReason.REJOIN);
    assertThat(flow.did()).contains("op4(7)").endsWith("start SERVER 10000 ms");
    assertThat(flow.did().contains("op4(null)")).isEqualTo(stage != Stage.REJOINING);
    assertThat(flow.timers()).doesNotContain(FlowTimer.SETTLE);
  }

  @Test
  void reconnectDuringALeaveContinuesToWaitForTheAnswerToTheLeave() {
    Stage.LEAVING
        .reach()
        .reconnect()
        .then(AWAITING_SERVER_UPDATE, "start SERVER 10000 ms")
        .voiceStateWithoutChannel()
        .then(AWAITING_SERVER_UPDATE, "stop LEAVE", "op4(7)", "start SERVER 10000 ms");
  }

  @ParameterizedTest
  @EnumSource(names = {"IDLE", "DISCONNECTED", "FAILED"})
  void reconnectIsRefusedWhenNoChannelIsJoined(Stage stage) {
    FlowSimulation flow = stage.reach().reconnect().then(stage.state());
    assertThat(flow.last().row().outcome()).isEqualTo(Outcome.REFUSED);
  }

  @ParameterizedTest
  @EnumSource(names = {"ASKED", "READY", "ESTABLISHED", "RESUMING", "BACKOFF_RESUME", "SEVERED"})
  void reconnectIsRefusedWhenRejoinsAreDisabled(Stage stage) {
    FlowLimits never = FlowSimulation.limits(RetryLimits.builder().rejoins(0).build());
    FlowSimulation flow = stage.reach(never).reconnect().then(stage.state());
    assertThat(flow.last().row().outcome()).isEqualTo(Outcome.REFUSED);
  }
}
