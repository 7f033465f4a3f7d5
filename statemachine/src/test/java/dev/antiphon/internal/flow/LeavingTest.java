package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeavingTest {
  private static final Duration A_DAY = Duration.ofDays(1);

  @Test
  void disconnectFromEstablishedHasExactlyTheExpectedEffects() {
    Stage.ESTABLISHED
        .reach()
        .disconnect()
        .then(
            VoiceState.DISCONNECTED,
            "stop STABLE",
            "hold op5 of socket 1",
            "withdraw path 1",
            "keep path 1 alive no longer",
            "op4(null)",
            "close socket 1 with 1000",
            "close path 1",
            "drop credentials",
            "ended");
  }

  @Test
  void disconnectLeavesTheChannelWhenOpcode4IsUnanswered() {
    Stage.ASKED
        .reach()
        .disconnect()
        .then(VoiceState.DISCONNECTED, "stop SERVER", "op4(null)", "drop credentials", "ended");
  }

  /**
   * Discord can process the op 4 after the kick. Without a leave, the bot would be listed again.
   */
  @Test
  void leaveIsSentAfterAKickWhileAnOpcode4IsUnanswered() {
    FlowSimulation shown = Stage.ESTABLISHED.reach().self(true, false).voiceStateWithoutChannel();
    shown.thenEnded(
        DisconnectReason.REMOVED, new Trigger.Event(EventKind.VOICE_STATE_WITHOUT_CHANNEL));
    assertThat(shown.did()).contains("op4(null)");

    FlowSimulation unrelated = Stage.ESTABLISHED.reach().self(true, false).voiceState(7, 1);
    assertThat(unrelated.voiceStateWithoutChannel().did()).contains("op4(null)");

    FlowSimulation repeated = askedTwice().voiceServer(1, 1).establish();
    assertThat(repeated.fork().voiceStateWithoutChannel().did()).contains("op4(null)");

    FlowSimulation settled = repeated.advanceMillis(30_000).voiceStateWithoutChannel();
    assertThat(settled.did()).doesNotContain("op4(null)");
  }

  /** Otherwise the answer to the second leave would be mistaken for a removal. */
  @Test
  void secondLeaveStaysUnansweredWhenTheFirstLeaveIsAnswered() {
    FlowSimulation flow = Stage.LEAVING.reach();
    flow.on(ModelEvent.NO_CHANNEL_LEAVING_AGAIN);
    assertThat(flow.did()).containsExactly("op4(7)", "start SERVER 10000 ms");
    assertThat(flow.memory().intent().leaving()).isTrue();
    assertThat(flow.timers()).contains(FlowTimer.LEAVE);
    flow.voiceState(7, 2).voiceServer(2, 2).voiceStateWithoutChannel();
    assertThat(flow.state()).isEqualTo(VoiceState.AWAITING_SERVER_UPDATE);
    assertThat(flow.memory().intent().leaving()).isFalse();
    flow.voiceState(7, 3).voiceServer(3, 3).voiceStateWithoutChannel();
    flow.thenEnded(
        DisconnectReason.REMOVED, new Trigger.Event(EventKind.VOICE_STATE_WITHOUT_CHANNEL));
  }

  @Test
  void leaveIsSentAfterAKickInEveryStateWhileAnOpcode4IsUnanswered() {
    FlowSimulation flow = askedTwice().voiceServer(1, 1);
    assertKickAnsweredWithALeave(flow, DisconnectReason.REMOVED);
    assertKickAnsweredWithALeave(flow.open().hello().ready(), DisconnectReason.REMOVED);
    assertKickAnsweredWithALeave(flow.udpReady(), DisconnectReason.REMOVED);
    assertKickAnsweredWithALeave(flow.discovered(), DisconnectReason.REMOVED);
    assertKickAnsweredWithALeave(flow.described(), DisconnectReason.REMOVED);
    assertKickAnsweredWithALeave(flow.fork().voiceServerGone(), DisconnectReason.REMOVED);
    assertKickAnsweredWithALeave(flow.fork().closed(4014), DisconnectReason.KICKED);
    assertKickAnsweredWithALeave(flow.fork().closed(4022), DisconnectReason.CALL_TERMINATED);
    assertKickAnsweredWithALeave(flow.closed(1006), DisconnectReason.REMOVED);
    assertKickAnsweredWithALeave(flow.closed(1006), DisconnectReason.REMOVED);

    FlowLimits never = FlowSimulation.limits(RetryLimits.builder().rejoins(0).build());
    FlowSimulation lost = Stage.ESTABLISHED.reach(never).self(true, false);
    lost.mainSession(VoiceEvent.MainSession.Change.LOST);
    assertKickAnsweredWithALeave(lost, FailureCause.RETRIES_EXHAUSTED);
    assertKickAnsweredWithALeave(lost.closed(1006), FailureCause.RETRIES_EXHAUSTED);
  }

  /** A flow with a voice state that answers only one of two op 4. */
  private static FlowSimulation askedTwice() {
    return Stage.ASKED.reach().mainSession(VoiceEvent.MainSession.Change.NEW).voiceState(7, 1);
  }

  private static void assertKickAnsweredWithALeave(FlowSimulation flow, Substate end) {
    FlowSimulation kicked = flow.fork().voiceStateWithoutChannel();
    kicked.thenEnded(end, new Trigger.Event(EventKind.VOICE_STATE_WITHOUT_CHANNEL));
    assertThat(kicked.did()).contains("op4(null)");
  }

  @Test
  void disconnectAndCloseBeforeAJoinSendNoOpcode4() {
    Stage.IDLE.reach().disconnect().then(VoiceState.DISCONNECTED, "drop credentials", "ended");
    Stage.IDLE.reach().close().then(VoiceState.DISCONNECTED, "drop credentials", "ended");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DISCONNECTED", "FAILED"})
  void disconnectReleasesAllResourcesInEveryState(Stage stage) {
    FlowSimulation flow = stage.reach();
    int socket = flow.memory().socket().generation();
    flow.disconnect();
    flow.thenEnded(DisconnectReason.REQUESTED, new Trigger.Event(EventKind.DISCONNECT));
    assertReleasedOnce(stage, socket, flow);
    assertThat(flow.did().contains("op4(null)")).isEqualTo(stage.mayBeListed());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DISCONNECTED", "FAILED"})
  void closeReleasesAllResourcesInEveryState(Stage stage) {
    FlowSimulation flow = stage.reach();
    int socket = flow.memory().socket().generation();
    flow.close();
    flow.thenEnded(DisconnectReason.CLOSED, new Trigger.Event(EventKind.CLOSE));
    assertReleasedOnce(stage, socket, flow);
    assertThat(flow.did().contains("op4(null)")).isEqualTo(stage.mayBeListed());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DISCONNECTED", "FAILED"})
  void closeSendsTheLeaveAlsoWhileTheMainGatewayIsLost(Stage stage) {
    FlowSimulation down = stage.reach().mainSession(VoiceEvent.MainSession.Change.LOST);
    assertThat(down.state()).isEqualTo(stage.state());
    assertThat(down.close().did().contains("op4(null)")).isEqualTo(stage.mayBeListed());
    down.thenEnded(DisconnectReason.CLOSED, new Trigger.Event(EventKind.CLOSE));
  }

  @ParameterizedTest
  @EnumSource
  void everyEventIsIgnoredAfterTheEndOfTheConnection(Stage stage) {
    FlowSimulation flow = stage.reach().disconnect();
    VoiceState end = flow.state();
    FlowMemory memory = flow.memory();
    flow.disconnect().then(end).close().then(end).join().then(end).advance(A_DAY);
    flow.voiceState(7, 9).then(end).voiceServer(9, 9).then(end).voiceStateWithoutChannel();
    flow.then(end).mainSession(VoiceEvent.MainSession.Change.LOST).then(end);
    flow.on(new VoiceEvent.EffectFailed("late")).then(end);
    assertThat(flow.memory()).isEqualTo(memory);
  }

  /** A late voice state after the end causes no second leave. */
  @Test
  void leaveIsSentOnceWhenTheConnectionIsEndedRepeatedly() {
    for (Stage stage : Stage.values()) {
      FlowSimulation flow = stage.reach().disconnect().disconnect().close();
      assertThat(flow.story().stream().filter("op4(null)"::equals).count())
          .as(stage.name())
          .isEqualTo(
              switch (stage) {
                case IDLE -> 0;
                case LEAVING, REJOINING -> 2; // the rejoin has already left the channel once
                default -> 1;
              });
    }
  }

  @Test
  void failedConnectionLeavesTheChannel() {
    FlowSimulation flow =
        Stage.ESTABLISHED.reach().closed(FlowDecisionsFile.ending(VoiceState.ESTABLISHED).number());
    assertThat(flow.did())
        .containsExactly(
            "stop STABLE",
            "hold op5 of socket 1",
            "withdraw path 1",
            "keep path 1 alive no longer",
            "op4(null)",
            "close path 1",
            "drop credentials",
            "ended");
  }

  @Test
  void disconnectStopsEachRunningTimerOnce() {
    FlowSimulation flow = Stage.DOUBTING.reachWithoutHello().malformed(-1);
    assertThat(flow.timers())
        .containsExactlyInAnyOrder(
            FlowTimer.HELLO, FlowTimer.STABLE, FlowTimer.VIOLATIONS, FlowTimer.UDP_FAILURE);
    assertThat(flow.disconnect().did())
        .filteredOn(effect -> effect.startsWith("stop "))
        .containsExactlyInAnyOrder(
            "stop HELLO", "stop STABLE", "stop VIOLATIONS", "stop UDP_FAILURE");
  }

  private static void assertReleasedOnce(Stage stage, int socket, FlowSimulation flow) {
    List<String> did = flow.did();
    assertThat(did.stream().filter(("close socket " + socket + " with 1000")::equals).count())
        .isEqualTo(stage.holdsSocket() ? 1 : 0);
    assertThat(did.stream().filter("close path 1"::equals).count())
        .isEqualTo(stage.holdsPath() ? 1 : 0);
    assertThat(did).noneMatch(effect -> effect.startsWith("start "));
    assertThat(flow.advance(A_DAY).did()).as("no further effects").isEqualTo(did);
  }
}
