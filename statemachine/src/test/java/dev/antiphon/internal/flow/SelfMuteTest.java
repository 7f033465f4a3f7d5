package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Outcome;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The application mutes or deafens the bot (A3). */
class SelfMuteTest {
  private static final SelfFlags MUTED = new SelfFlags(true, false);

  @ParameterizedTest
  @EnumSource(names = {"ESTABLISHED", "DOUBTING", "REDIALLING", "RESUMING"})
  void selfMuteIsSentImmediatelyDuringACall(Stage stage) {
    stage.reach().self(true, true).then(stage.state(), "op4(7) muted deafened");
    stage.reach().self(true, false).then(stage.state(), "op4(7) muted");
    stage.reach().self(false, true).then(stage.state(), "op4(7) deafened");
  }

  @Test
  void selfMuteDoesNotCancelAPendingMove() {
    Stage.MOVING.reach().self(true, false).then(ESTABLISHED, "op4(8) muted");
    FlowSimulation flow = Stage.MOVING.reach().closed(1006).self(true, false);
    flow.then(VoiceState.RESUMING, "op4(8) muted");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "ESTABLISHED",
        "DOUBTING",
        "MOVING",
        "REDIALLING",
        "RESUMING",
        "RESUMING_GREETED",
        "DISCONNECTED",
        "FAILED"
      })
  void selfMuteIsStoredWhenNoCallIsEstablished(Stage stage) {
    FlowSimulation flow = stage.reach().self(true, false).then(stage.state());
    assertThat(flow.memory().intent().wanted()).isEqualTo(MUTED);
  }

  @ParameterizedTest
  @EnumSource(names = {"DISCONNECTED", "FAILED"})
  void selfMuteIsRefusedAfterTheEndOfTheConnection(Stage stage) {
    FlowSimulation flow = stage.reach().self(true, false).then(stage.state());
    assertThat(flow.last().row().outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void nextOpcode4ContainsTheStoredSelfMute() {
    FlowSimulation flow = Stage.IDLE.reach().self(true, false).join();
    assertThat(flow.did()).contains("op4(7) muted");
    flow = Stage.ESTABLISHED.reach().self(true, false).move(8);
    assertThat(flow.did()).contains("op4(8) muted");
    flow = Stage.LEAVING.reach().self(false, true).voiceStateWithoutChannel();
    assertThat(flow.did()).contains("op4(7) deafened");
  }

  @Test
  void selfMuteSetDuringAHandshakeIsSentWhenTheCallIsEstablished() {
    FlowSimulation flow = Stage.SELECTING.reach().self(true, false).described();
    assertThat(flow.did()).endsWith("joined", "op4(7) muted");
  }

  @Test
  void selfMuteIsNotSentAgainWhenDiscordHasConfirmedIt() {
    FlowSimulation flow = Stage.IDLE.reach().self(true, false).join();
    flow.on(new VoiceEvent.OwnVoiceState(OptionalLong.of(7), 1, MUTED)).voiceServer(1, 1);
    assertThat(flow.establish().did()).endsWith("joined");
  }

  @Test
  void unconfirmedSelfMuteIsSentAgainAfterAResume() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().self(true, false).closed(1006).resume();
    assertThat(flow.did()).endsWith("joined", "op4(7) muted");
  }

  @Test
  void selfMuteCanBeSentAgainUntilDiscordConfirmsIt() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().self(true, false).notSent("away");
    flow.then(ESTABLISHED).self(true, false).then(ESTABLISHED, "op4(7) muted");
    flow.on(new VoiceEvent.OwnVoiceState(OptionalLong.of(7), 1, MUTED));
    flow.self(true, false).then(ESTABLISHED);
  }

  /** An op 4 that changes only the mute flags does not start a new request round. */
  @Test
  void selfMuteDuringAPendingMoveKeepsTheAnswerToTheMoveValid() {
    FlowSimulation flow = Stage.MOVING.reach().voiceServer(2, 2).advanceMillis(250).establish();
    flow.self(true, false).voiceState(8, 1);
    assertThat(flow.state()).isEqualTo(VoiceState.IDENTIFYING);
    assertThat(flow.memory().intent().target()).hasValue(8);
    assertThat(flow.memory().intent().unanswered()).isFalse();
  }

  @Test
  void selfMuteIsSentWhileTheMainGatewayIsLost() {
    Stage.ESTABLISHED.reach().mainSession(LOST).self(true, false).then(ESTABLISHED, "op4(7) muted");
  }
}
