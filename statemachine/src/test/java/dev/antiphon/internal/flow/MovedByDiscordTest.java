package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user moves the bot, or Discord gives it a new session (B2, B3, B4). */
class MovedByDiscordTest {

  @Test
  void movedBotDisconnectsFromItsServerAndAwaitsTheNextServer() {
    Stage.ESTABLISHED
        .reach()
        .voiceState(8, 1)
        .then(
            AWAITING_SERVER_UPDATE,
            "stop STABLE",
            "hold op5 of socket 1",
            "withdraw path 1",
            "keep path 1 alive no longer",
            "start PAIR 2000 ms",
            "close socket 1 with 1000",
            "close path 1",
            "start SERVER 10000 ms")
        .voiceServer(2, 2)
        .then(
            IDENTIFYING,
            "stop SERVER",
            "stop PAIR",
            "dial socket 2 at endpoint 2",
            "start DIAL 10000 ms");
  }

  @Test
  void oldTokenIsNotUsedInTheNewChannel() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().voiceState(8, 1);
    assertThat(flow.memory().credentials().known()).isFalse();
    assertThat(flow.substate()).isEqualTo(WaitReason.MOVED);
    flow.voiceServer(1, 1);
    assertThat(flow.state()).as("after a repetition").isEqualTo(AWAITING_SERVER_UPDATE);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "DIALLING",
        "GREETED",
        "READY",
        "DISCOVERING",
        "SELECTING",
        "ESTABLISHED",
        "MOVING",
        "REDIALLING",
        "RESUMING",
        "PACED"
      })
  void movedBotIsConnectedInTheNewChannelFromEveryStage(Stage stage) {
    FlowSimulation flow = stage.reach().voiceState(9, 1);
    if (stage != Stage.PACED) {
      assertThat(flow.substate()).isEqualTo(WaitReason.MOVED);
    }
    assertThat(flow.memory().intent().target()).hasValue(9);
    flow.voiceServer(20, 20).advance(Duration.ofSeconds(4)).establish();
    assertThat(flow.memory().intent().target()).hasValue(9);
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "DIALLING",
        "GREETED",
        "READY",
        "DISCOVERING",
        "SELECTING",
        "ESTABLISHED",
        "REDIALLING",
        "RESUMING"
      })
  void serverIsDialledOnlyWithANewTokenAfterAVoiceStateWithANewSession(Stage stage) {
    FlowSimulation flow = stage.reach(FlowSimulation.FOLLOWING).voiceState(7, 2);
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    assertThat(flow.substate()).isEqualTo(WaitReason.SESSION_CHANGED);
    assertThat(flow.memory().socket().held()).isFalse();
    assertThat(flow.memory().udp().held()).isFalse();
    assertThat(flow.did()).contains("start SERVER 10000 ms").noneMatch(EffectText::isOpFour);
    flow.voiceServer(1, 1);
    assertThat(flow.state()).as("after a repetition").isEqualTo(AWAITING_SERVER_UPDATE);
    flow.voiceServer(1, 2).establish();
    assertThat(flow.story()).anyMatch(did -> did.endsWith("with session 2, token 2"));
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
  }

  @Test
  void movedBotRejoinsWhenNoServerUpdateArrives() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().voiceState(8, 1).advanceMillis(10_000);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000).waitOver();
    flow.then(AWAITING_SERVER_UPDATE, "op4(null)", "start LEAVE 10000 ms", "start SERVER 10000 ms");
    flow.voiceStateWithoutChannel();
    flow.then(AWAITING_SERVER_UPDATE, "stop LEAVE", "op4(8)", "start SERVER 10000 ms");
  }

  @Test
  void botFollowsASecondMoveWhileTheServerIsAwaited() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().voiceState(8, 1).voiceState(9, 1);
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    flow.voiceServer(2, 2).establish();
    assertThat(flow.last().effects()).contains(new Effect.CompleteJoin(9));
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKOFF_RESUME", "BACKOFF_IDENTIFY"})
  void voiceStateChangeDuringABackoffTurnsTheBackoffIntoARejoin(Stage stage) {
    for (long channel : new long[] {7, 8}) {
      FlowSimulation flow = stage.reach(FlowSimulation.FOLLOWING).voiceState(channel, 2);
      assertThat(flow.state()).isEqualTo(BACKOFF);
      assertThat(flow.substate()).isEqualTo(BackoffPlan.REJOIN);
      assertThat(flow.memory().intent().target()).hasValue(channel);
      assertThat(flow.memory().udp().held()).isFalse();
      assertThat(flow.memory().retries().rejoins()).isEqualTo(1);
      flow.advanceMillis(1_200);
      assertThat(flow.substate()).isEqualTo(WaitReason.REJOIN_LEAVING);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKOFF_REJOIN", "BACKOFF_HELD"})
  void voiceStateChangeDuringTheRejoinBackoffIsOnlyStored(Stage stage) {
    FlowSimulation flow =
        stage.reach(FlowSimulation.FOLLOWING).voiceState(8, 2).then(BACKOFF, "start PAIR 2000 ms");
    assertThat(flow.memory().intent().target()).hasValue(8);
    assertThat(flow.memory().retries().rejoins()).isEqualTo(1);
    flow =
        stage.reach(FlowSimulation.FOLLOWING).voiceState(7, 2).then(BACKOFF, "start PAIR 2000 ms");
    assertThat(flow.memory().credentials().session()).isEqualTo(2);
  }

  @Test
  void voiceStateChangeDuringABackoffIsFollowedImmediatelyWhenNoRejoinIsLeft() {
    FlowLimits never = FlowSimulation.limits(RetryLimits.builder().rejoins(0).build());
    FlowSimulation flow = Stage.BACKOFF_RESUME.reach(never).voiceState(8, 1);
    assertThat(flow.substate()).isEqualTo(WaitReason.MOVED);
    flow.voiceServer(2, 2).establish();
    assertThat(flow.last().effects()).contains(new Effect.CompleteJoin(8));
    flow = Stage.BACKOFF_RESUME.reach(never.with(TakenOver.FOLLOW)).voiceState(7, 2);
    assertThat(flow.substate()).isEqualTo(WaitReason.SESSION_CHANGED);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "DIALLING",
        "READY",
        "DISCOVERING",
        "SELECTING",
        "ESTABLISHED",
        "RESUMING",
        "BACKOFF_RESUME",
        "BACKOFF_IDENTIFY",
        "BACKOFF_REJOIN"
      })
  void repeatedVoiceStateDoesNotChangeTheState(Stage stage) {
    FlowSimulation flow = stage.reach().voiceState(7, 1).then(stage.state());
    assertThat(flow.last().row().outcome()).isEqualTo(Outcome.INTERNAL);
    assertThat(flow.memory().intent().listed()).hasValue(7);
  }

  /** The session at the new server has begun the encryption of the old channel. */
  @Test
  void voiceStateAfterItsServerUpdateCausesANewSessionInItsChannel() {
    FlowSimulation flow = Stage.SERVER_CHANGED.reach().advanceMillis(250).establish();
    flow.voiceState(8, 1);
    assertThat(flow.state()).isEqualTo(VoiceState.IDENTIFYING);
    assertThat(flow.did()).contains("stop PAIR").anyMatch(did -> did.startsWith("dial"));
    flow.establish();
    assertThat(flow.last().effects()).contains(new Effect.CompleteJoin(8));
    assertThat(flow.memory().intent().target()).hasValue(8);
  }
}
