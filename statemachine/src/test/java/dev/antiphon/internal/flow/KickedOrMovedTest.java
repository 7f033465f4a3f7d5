package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.LOST;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.NEW;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.WaitReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The voice server closes with 4014 or 4022. The bot was either removed or moved (D8, D13). */
class KickedOrMovedTest {

  @ParameterizedTest
  @CsvSource({"4014, SEVERED_4014, KICKED", "4022, SEVERED_4022, CALL_TERMINATED"})
  void botIsKickedWhenNoUpdateFollowsTheCloseWithinFiveSeconds(
      int code, WaitReason severed, DisconnectReason reason) {
    FlowSimulation flow = Stage.ESTABLISHED.reach().closed(code);
    flow.then(
        AWAITING_SERVER_UPDATE,
        "stop STABLE",
        "hold op5 of socket 1",
        "withdraw path 1",
        "keep path 1 alive no longer",
        "close path 1",
        "start SERVER 5000 ms");
    assertThat(flow.substate()).isEqualTo(severed);
    flow.advanceMillis(4_999);
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    flow.advanceMillis(1).thenEnded(reason, new Trigger.TimedOut(FlowTimer.SERVER));
    assertThat(flow.did()).as("the channel is left").contains("op4(null)");
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
        "RESUMING"
      })
  void close4014Or4022StartsTheFiveSecondWaitInEveryStateWithASocket(Stage stage) {
    for (int code : new int[] {4014, 4022}) {
      FlowSimulation flow = stage.reach().closed(code);
      assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
      assertThat(flow.did())
          .contains("start SERVER 5000 ms")
          .noneMatch(EffectText::isOpFour)
          .noneMatch(did -> did.startsWith("close socket"));
      assertThat(flow.memory().udp().held()).isFalse();
      assertThat(flow.memory().retries().rejoins()).as("rejoins that were counted").isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"4014, KICKED", "4022, CALL_TERMINATED"})
  void voiceStateWithoutChannelAfterTheCloseEndsTheConnection(int code, DisconnectReason reason) {
    FlowSimulation flow = Stage.ESTABLISHED.reach().closed(code).voiceStateWithoutChannel();
    flow.thenEnded(reason, new Trigger.Event(EventKind.VOICE_STATE_WITHOUT_CHANNEL));
    assertThat(flow.did())
        .as("Discord lists the bot in no channel")
        .noneMatch(EffectText::isOpFour);
  }

  @Test
  void voiceStateWithANewChannelAfterTheCloseIsAMove() {
    FlowSimulation flow = Stage.SEVERED.reach().advanceMillis(4_999).voiceState(8, 1);
    flow.then(AWAITING_SERVER_UPDATE, "start PAIR 2000 ms", "start SERVER 10000 ms");
    assertThat(flow.substate()).isEqualTo(WaitReason.MOVED);
    flow.advanceMillis(9_999).voiceServer(2, 2);
    assertThat(flow.state()).isEqualTo(IDENTIFYING);
  }

  @Test
  void botIsNotKickedWhenAVoiceStateWithANewSessionFollowsTheClose() {
    FlowSimulation flow = Stage.SEVERED.reach(FlowSimulation.FOLLOWING).voiceState(7, 2);
    flow.then(AWAITING_SERVER_UPDATE, "start PAIR 2000 ms", "start SERVER 10000 ms");
    assertThat(flow.substate()).isEqualTo(WaitReason.SESSION_CHANGED);
  }

  @Test
  void newServerAfterTheCloseIsDialledAfterTheSettleDelay() {
    FlowSimulation flow = Stage.SEVERED.reach().advanceMillis(4_000).voiceServer(2, 2);
    flow.then(
        AWAITING_SERVER_UPDATE,
        "start PAIR 2000 ms",
        "start SETTLE 250 ms",
        "start SERVER 10000 ms");
    assertThat(flow.substate()).isEqualTo(WaitReason.SERVER_CHANGED);
    flow.advanceMillis(250).establish();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
  }

  @Test
  void botIsNotKickedWhenAServerLossFollowsTheClose() {
    FlowSimulation flow = Stage.SEVERED.reach().voiceServerGone();
    flow.then(AWAITING_SERVER_UPDATE, "start SERVER 60000 ms");
    assertThat(flow.substate()).isEqualTo(WaitReason.SERVER_LOST);
  }

  @Test
  void botIsKickedWhenOnlyARepeatedTokenFollowsTheClose() {
    FlowSimulation flow = Stage.SEVERED.reach().voiceServer(1, 1).voiceState(7, 1);
    assertThat(flow.substate()).isEqualTo(WaitReason.SEVERED_4014);
    flow.voiceServer(1, 1);
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    flow.advanceMillis(5_000)
        .thenEnded(DisconnectReason.KICKED, new Trigger.TimedOut(FlowTimer.SERVER));
  }

  @Test
  void serverIsDialledWhenAVoiceStateAndThenANewTokenFollowTheClose() {
    FlowSimulation flow = Stage.SEVERED.reach().voiceState(7, 1).voiceServer(1, 2);
    assertThat(flow.did()).contains("start DIAL 10000 ms").doesNotContain("start PAIR 2000 ms");
    assertThat(flow.open().did()).contains("identify on socket 2 with session 1, token 2");
  }

  @Test
  void newTokenLongAfterTheCloseIsCombinedWithALaterVoiceState() {
    FlowSimulation flow = Stage.SEVERED.reach().voiceState(7, 1).advanceMillis(3_000);
    assertThat(flow.voiceServer(1, 2).did()).contains("start PAIR 2000 ms");
    flow.establish().voiceState(8, 1);
    assertThat(flow.did()).contains("stop PAIR").anyMatch(did -> did.startsWith("dial"));
    assertThat(flow.establish().did()).contains("joined");
  }

  /** The token arrives in time. Its settle delay then continues after the five seconds. */
  @Test
  void botIsNotKickedWhenANewTokenFollowsTheCloseWithinFiveSeconds() {
    FlowSimulation flow = Stage.SEVERED.reach().advanceMillis(4_999).voiceServer(1, 2);
    assertThat(flow.substate()).isEqualTo(WaitReason.SERVER_CHANGED);
    assertThat(flow.advanceMillis(250).state()).isEqualTo(IDENTIFYING);
  }

  @Test
  void movedBotRejoinsWhenNoServerUpdateArrives() {
    FlowSimulation flow = Stage.SEVERED.reach().voiceState(8, 1).advanceMillis(10_000);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
  }

  /** The close is a consequence of the lost main session (rule G5). */
  @Test
  void botRejoinsWhenANewMainSessionFollowsTheClose() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().mainSession(LOST).closed(4014);
    flow.then(
        AWAITING_SERVER_UPDATE,
        "stop STABLE",
        "hold op5 of socket 1",
        "withdraw path 1",
        "keep path 1 alive no longer",
        "close path 1",
        "start HOLD 600000 ms");
    flow.voiceStateWithoutChannel();
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    flow.mainSession(NEW);
    assertThat(flow.substate()).isEqualTo(WaitReason.REJOIN);
    flow.voiceState(7, 2).voiceServer(2, 2).establish();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
  }

  /** While the main session was lost, Discord cannot report that it has moved the bot. */
  @ParameterizedTest
  @ValueSource(ints = {4014, 4022})
  void fiveSecondWaitRestartsWhenTheMainGatewayResumesAndTheBotThenRejoins(int code) {
    FlowSimulation flow = Stage.ESTABLISHED.reach().closed(code);
    flow.advanceMillis(4_000).mainSession(LOST);
    flow.then(AWAITING_SERVER_UPDATE, "stop SERVER", "start HOLD 600000 ms");
    flow.advanceMillis(60_000).mainSession(RESUMED);
    flow.then(AWAITING_SERVER_UPDATE, "stop HOLD", "start SERVER 5000 ms").advanceMillis(5_000);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
  }

  @Test
  void waitTimeAfterTheCloseIsConfigurable() {
    FlowLimits defaults = FlowLimits.ofDefaults();
    FlowLimits patient =
        new FlowLimits(
            defaults.delays(),
            defaults.serverLostDelay(),
            Duration.ofSeconds(9),
            defaults.serverRequests(),
            defaults.violationsTolerated(),
            defaults.takenOver(),
            defaults.policy(),
            defaults.modes(),
            defaults.retries());
    assertThat(Stage.SEVERED.reach(patient).did()).contains("start SERVER 9000 ms");
  }
}
