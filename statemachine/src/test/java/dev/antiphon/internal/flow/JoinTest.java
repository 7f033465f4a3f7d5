package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.DISCOVERING;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.flow.VoiceState.SELECTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.FlowTimer;
import dev.antiphon.machine.Outcome;
import dev.antiphon.protocol.EncryptionMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JoinTest {

  @Test
  void successfulJoinPassesThroughEveryStateWithTheExpectedEffects() {
    new FlowSimulation()
        .join(7)
        .then(AWAITING_SERVER_UPDATE, "op4(7)", "start SERVER 10000 ms")
        .voiceState(7, 1)
        .then(AWAITING_SERVER_UPDATE, "start PAIR 2000 ms")
        .voiceServer(1, 1)
        .then(
            IDENTIFYING,
            "stop SERVER",
            "stop PAIR",
            "dial socket 1 at endpoint 1",
            "start DIAL 10000 ms")
        .open()
        .then(
            IDENTIFYING,
            "stop DIAL",
            "identify on socket 1 with session 1, token 1",
            "start READY 5000 ms",
            "start HELLO 5000 ms")
        .hello(41_250)
        .then(IDENTIFYING, "stop HELLO", "heartbeat on socket 1 every 41250.0 ms")
        .ready(4711, EnumSet.allOf(EncryptionMode.class), 1)
        .then(READY, "stop READY", "open path 1", "start DISCOVERY 5000 ms")
        .udpReady()
        .then(
            DISCOVERING,
            "stop DISCOVERY",
            "discover on path 1 as 4711",
            "start DISCOVERY_RETRY 500 ms",
            "start DISCOVERY 5000 ms")
        .discovered()
        .then(
            SELECTING,
            "stop DISCOVERY_RETRY",
            "stop DISCOVERY",
            "select AEAD_AES256_GCM_RTPSIZE on socket 1",
            "start DESCRIPTION 5000 ms")
        .described(3)
        .then(
            ESTABLISHED,
            "stop DESCRIPTION",
            "op5 on socket 1 as 4711",
            "publish path 1 as 4711 under key 3 (AEAD_AES256_GCM_RTPSIZE)",
            "keep path 1 alive",
            "start STABLE 30000 ms",
            "joined");
  }

  @Test
  void serverIsDialledWhenTheVoiceStateArrivesAfterTheServerUpdate() {
    new FlowSimulation()
        .join()
        .voiceServer(1, 1)
        .then(AWAITING_SERVER_UPDATE, "start PAIR 2000 ms", "start SETTLE 250 ms")
        .voiceState(7, 1)
        .then(
            IDENTIFYING,
            "stop SERVER",
            "stop SETTLE",
            "stop PAIR",
            "dial socket 1 at endpoint 1",
            "start DIAL 10000 ms");
  }

  @Test
  void serverIsDialledWhenTheVoiceStateArrivesLongAfterTheServerUpdate() {
    FlowSimulation flow = Stage.SETTLING.reach().advanceMillis(250);
    assertThat(flow.last().row().id()).isEqualTo("E2.ASU.2");
    flow.then(AWAITING_SERVER_UPDATE).advanceMillis(9_000).voiceState(7, 1);
    assertThat(flow.state()).isEqualTo(IDENTIFYING);
  }

  @Test
  void voiceStateForAnotherChannelInvalidatesTheTokenAndDoesNotAnswerTheJoin() {
    FlowSimulation flow = new FlowSimulation().join(7).voiceServer(1, 1).voiceState(8, 1);
    flow.then(AWAITING_SERVER_UPDATE, "stop PAIR");
    flow.voiceState(7, 1).then(AWAITING_SERVER_UPDATE, "start PAIR 2000 ms");
    flow.voiceServer(1, 2);
    assertThat(flow.state()).isEqualTo(IDENTIFYING);
  }

  @Test
  void voiceStateWithoutChannelDuringAJoinDiscardsTheSession() {
    FlowSimulation flow = Stage.CONFIRMED.reach().voiceStateWithoutChannel();
    flow.then(AWAITING_SERVER_UPDATE, "stop PAIR").voiceServer(1, 1);
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    flow.voiceState(7, 2).open();
    assertThat(flow.did()).contains("identify on socket 1 with session 2, token 1");
  }

  @Test
  void latestServerThatArrivedBeforeTheVoiceStateIsDialled() {
    FlowSimulation flow = Stage.SETTLING.reach().voiceServer(2, 2).voiceState(7, 1);
    assertThat(flow.did()).contains("dial socket 1 at endpoint 2");
    assertThat(flow.open().did()).contains("identify on socket 1 with session 1, token 2");
  }

  @Test
  void helloAfterReadyStartsHeartbeatsInEveryLaterState() {
    for (Stage stage : EnumSet.range(Stage.READY, Stage.DOUBTING)) {
      FlowSimulation flow = stage.reachWithoutHello();
      assertThat(flow.timers()).contains(FlowTimer.HELLO);
      flow.hello().then(stage.state(), "stop HELLO", "heartbeat on socket 1 every 41250.0 ms");
      assertThat(flow.last().row().outcome()).isEqualTo(Outcome.INTERNAL);
    }
  }

  @Test
  void secondHelloIsAViolationAndItsHeartbeatIntervalIsUsed() {
    for (Stage stage : EnumSet.range(Stage.READY, Stage.DOUBTING)) {
      FlowSimulation flow = stage.reach().hello(20_000);
      flow.then(
          stage.state(),
          "violation C3",
          "start VIOLATIONS 10000 ms",
          "heartbeat on socket 1 every 20000.0 ms");
      assertThat(flow.last().row().outcome()).isEqualTo(Outcome.VIOLATION);
    }
  }

  @Test
  void invalidHeartbeatIntervalIsReportedAndReplacedByTheNearestValidInterval() {
    Map<Double, String> bounded =
        Map.of(
            0.0,
            "100.0",
            -5.0,
            "100.0",
            99.9,
            "100.0",
            1e9,
            "120000.0",
            Double.POSITIVE_INFINITY,
            "120000.0",
            Double.NEGATIVE_INFINITY,
            "100.0",
            Double.NaN,
            "120000.0");
    bounded.forEach(
        (asked, adopted) ->
            Stage.IDENTIFIED
                .reach()
                .hello(asked)
                .then(
                    IDENTIFYING,
                    "stop HELLO",
                    "violation C3",
                    "heartbeat on socket 1 every " + adopted + " ms"));
  }

  @Test
  void heartbeatIntervalAtItsBoundsIsAccepted() {
    for (double interval : new double[] {100, 120_000, 13_750.5}) {
      Stage.IDENTIFIED
          .reach()
          .hello(interval)
          .then(IDENTIFYING, "stop HELLO", "heartbeat on socket 1 every " + interval + " ms");
    }
  }

  @Test
  void preferredEncryptionModeIsSelectedFromTheOfferedModes() {
    FlowSimulation flow =
        Stage.GREETED
            .reach()
            .ready(1, EnumSet.of(EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE), 1)
            .udpReady()
            .discovered();
    assertThat(flow.did()).contains("select AEAD_XCHACHA20_POLY1305_RTPSIZE on socket 1");

    List<EncryptionMode> reversed =
        List.of(
            EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE, EncryptionMode.AEAD_AES256_GCM_RTPSIZE);
    FlowLimits ours = FlowLimits.ofDefaults().withModes(reversed);
    FlowSimulation other = new FlowSimulation(ours).join().voiceState(7, 1).voiceServer(1, 1);
    other.open().ready().udpReady().discovered();
    assertThat(other.did()).contains("select AEAD_XCHACHA20_POLY1305_RTPSIZE on socket 1");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"IDLE", "MOVING", "SEVERED"})
  void repeatedJoinCompletesImmediatelyWhenEstablishedAndWaitsOtherwise(Stage stage) {
    FlowSimulation flow = stage.reach().join(FlowSimulation.CHANNEL);
    if (stage.state() == ESTABLISHED) {
      flow.then(ESTABLISHED, "joined");
    } else {
      flow.then(stage.state());
    }
    assertThat(flow.last().row().outcome() == Outcome.REFUSED)
        .as("refused after the end")
        .isEqualTo(stage.state().isTerminal());
  }
}
