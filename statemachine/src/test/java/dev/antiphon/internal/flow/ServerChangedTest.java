package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Discord names another voice server or token, or takes the server away (B5 to B8). */
class ServerChangedTest {

  @Test
  void newServerIsDialledAfterTheSettleDelay() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().voiceServer(2, 2);
    flow.then(
        AWAITING_SERVER_UPDATE,
        "stop STABLE",
        "hold op5 of socket 1",
        "withdraw path 1",
        "keep path 1 alive no longer",
        "start PAIR 2000 ms",
        "start SETTLE 250 ms",
        "close socket 1 with 1000",
        "close path 1",
        "start SERVER 10000 ms");
    assertThat(flow.substate()).isEqualTo(WaitReason.SERVER_CHANGED);
    int steps = flow.decisions().size();
    flow.advanceMillis(249);
    assertThat(flow.decisions()).hasSize(steps);
    flow.advanceMillis(1)
        .then(IDENTIFYING, "stop SERVER", "dial socket 2 at endpoint 2", "start DIAL 10000 ms");
    assertThat(flow.open().did()).contains("identify on socket 2 with session 1, token 2");
  }

  @Test
  void newTokenForTheSameServerCausesANewDial() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().voiceServer(1, 2).advanceMillis(250);
    assertThat(flow.open().did()).contains("identify on socket 2 with session 1, token 2");
  }

  @Test
  void voiceStateEndsTheSettleDelay() {
    FlowSimulation flow = Stage.SERVER_CHANGED.reach().voiceState(7, 1);
    flow.then(
        IDENTIFYING,
        "stop SERVER",
        "stop SETTLE",
        "stop PAIR",
        "dial socket 2 at endpoint 2",
        "start DIAL 10000 ms");
    assertThat(flow.establish().state()).isEqualTo(ESTABLISHED);
  }

  @Test
  void secondNewServerRestartsTheSettleDelayAndIsDialledInsteadOfTheFirst() {
    FlowSimulation flow = Stage.SERVER_CHANGED.reach().advanceMillis(200).voiceServer(3, 3);
    assertThat(flow.did()).contains("start SETTLE 250 ms");
    flow.advanceMillis(249);
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    assertThat(flow.advanceMillis(1).did()).contains("dial socket 2 at endpoint 3");
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
        "REDIALLING",
        "RESUMING"
      })
  void newServerIsDialledImmediatelyDuringAHandshake(Stage stage) {
    for (int endpoint : new int[] {1, 2}) {
      FlowSimulation flow = stage.reach();
      int socket = flow.memory().socket().generation();
      flow.voiceServer(endpoint, 2);
      assertThat(flow.state()).isEqualTo(IDENTIFYING);
      assertThat(flow.did())
          .contains(
              "close socket " + socket + " with 1000",
              "dial socket " + (socket + 1) + " at endpoint " + endpoint);
      assertThat(flow.memory().udp().held()).isFalse();
      assertThat(flow.establish().state()).isEqualTo(ESTABLISHED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKOFF_RESUME", "BACKOFF_IDENTIFY", "BACKOFF_REJOIN", "BACKOFF_HELD"})
  void newServerDuringABackoffIsDialledAfterTheSettleDelay(Stage stage) {
    FlowSimulation flow = stage.reach().voiceServer(2, 2);
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    assertThat(flow.substate()).isEqualTo(WaitReason.SERVER_CHANGED);
    assertThat(flow.advanceMillis(250).state()).isEqualTo(IDENTIFYING);
    assertThat(flow.establish().state()).isEqualTo(ESTABLISHED);
  }

  /** The voice state has arrived before, so the settle delay ends early. */
  @Test
  void serverIsDialledWhenTheVoiceStateOrTheLaterServerUpdateIsRepeated() {
    FlowSimulation flow =
        Stage.BACKOFF_REJOIN.reach(FlowSimulation.FOLLOWING).voiceState(7, 2).voiceServer(2, 2);
    assertThat(flow.timers()).contains(FlowTimer.SETTLE);
    flow.voiceServer(2, 2);
    flow.then(
        IDENTIFYING,
        "stop SERVER",
        "stop SETTLE",
        "dial socket 2 at endpoint 2",
        "start DIAL 10000 ms");
    assertThat(flow.open().did()).contains("identify on socket 2 with session 2, token 2");

    flow =
        Stage.BACKOFF_REJOIN
            .reach(FlowSimulation.FOLLOWING)
            .voiceState(7, 2)
            .voiceServer(2, 2)
            .voiceState(7, 2);
    flow.then(
        IDENTIFYING,
        "stop SERVER",
        "stop SETTLE",
        "start PAIR 2000 ms",
        "dial socket 2 at endpoint 2",
        "start DIAL 10000 ms");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "DIALLING",
        "READY",
        "DISCOVERING",
        "SELECTING",
        "ESTABLISHED",
        "REDIALLING",
        "RESUMING"
      })
  void repeatedServerUpdateIsIgnored(Stage stage) {
    FlowSimulation flow = stage.reach().voiceServer(1, 1).then(stage.state());
    assertThat(flow.last().row().outcome()).isEqualTo(Outcome.IGNORED);
  }

  @Test
  void repeatedServerUpdateIsIgnoredDuringABackoff() {
    FlowSimulation flow = Stage.BACKOFF_RESUME.reach();
    FlowMemory before = flow.memory();
    assertThat(flow.voiceServer(1, 1).then(BACKOFF).memory()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "DIALLING",
        "IDENTIFIED",
        "READY",
        "DISCOVERING",
        "SELECTING",
        "ESTABLISHED",
        "MOVING",
        "REDIALLING",
        "RESUMING",
        "BACKOFF_RESUME",
        "BACKOFF_IDENTIFY",
        "BACKOFF_REJOIN",
        "PACED"
      })
  void lostServerIsDisconnectedAndTheNextServerIsAwaitedForAMinute(Stage stage) {
    FlowSimulation flow = stage.reach().voiceServerGone();
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    assertThat(flow.substate()).isEqualTo(WaitReason.SERVER_LOST);
    assertThat(flow.memory().socket().held()).isFalse();
    assertThat(flow.memory().udp().held()).isFalse();
    assertThat(flow.did()).contains("start SERVER 60000 ms").noneMatch(EffectText::isOpFour);
  }

  @Test
  void sameServerIsDialledAgainAfterItWasLost() {
    FlowSimulation flow = Stage.SERVER_LOST.reach().advanceMillis(59_000).voiceServer(1, 1);
    flow.then(AWAITING_SERVER_UPDATE, "start PAIR 2000 ms", "start SETTLE 250 ms");
    flow.advanceMillis(250);
    assertThat(flow.establish().state()).isEqualTo(ESTABLISHED);
    assertThat(flow.story()).contains("identify on socket 2 with session 1, token 1");
  }

  @Test
  void secondServerLossDoesNotRestartTheWaitOfOneMinute() {
    FlowSimulation flow = Stage.SERVER_LOST.reach().advanceMillis(30_000).voiceServerGone();
    flow.then(AWAITING_SERVER_UPDATE).advanceMillis(30_000);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.trigger()).isEqualTo(new Trigger.TimedOut(FlowTimer.SERVER));
  }

  @Test
  void serverLostDuringTheSettleDelayIsNotDialled() {
    FlowSimulation flow = Stage.SERVER_CHANGED.reach().advanceMillis(100).voiceServerGone();
    flow.then(AWAITING_SERVER_UPDATE, "stop PAIR", "stop SETTLE", "start SERVER 60000 ms");
    assertThat(flow.substate()).isEqualTo(WaitReason.SERVER_LOST);
    flow.advanceMillis(1_000);
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
  }

  @Test
  void botMovedWhileItsServerIsLostIsConnectedInTheNewChannel() {
    FlowSimulation flow = Stage.SERVER_LOST.reach().voiceState(8, 1).voiceServer(2, 2);
    assertThat(flow.state()).isEqualTo(IDENTIFYING);
    flow.establish();
    assertThat(flow.last().effects()).contains(new Effect.CompleteJoin(8));
  }

  /** Only answers to the own op 4 count during a join. A lost server still has one minute. */
  @Test
  void joinContinuesWhenItsServerIsLost() {
    FlowSimulation flow = Stage.CONFIRMED.reach().voiceServerGone();
    assertThat(flow.substate()).isEqualTo(WaitReason.JOIN);
    assertThat(flow.did()).contains("start SERVER 60000 ms");
    flow.voiceServerGone().then(AWAITING_SERVER_UPDATE).voiceServer(1, 1);
    assertThat(flow.state()).isEqualTo(IDENTIFYING);
  }
}
