package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.LOST;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.Outcome;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The application moves the bot to another channel (A2, E13). */
class MoveCommandTest {

  @Test
  void callContinuesUntilDiscordConfirmsTheMove() {
    Stage.ESTABLISHED
        .reach()
        .move(8)
        .then(ESTABLISHED, "op4(8)", "start MOVE 10000 ms")
        .voiceState(8, 1)
        .then(
            AWAITING_SERVER_UPDATE,
            "stop STABLE",
            "hold op5 of socket 1",
            "withdraw path 1",
            "keep path 1 alive no longer",
            "start PAIR 2000 ms",
            "stop MOVE",
            "close socket 1 with 1000",
            "close path 1",
            "start SERVER 10000 ms")
        .voiceServer(2, 2)
        .then(
            IDENTIFYING,
            "stop SERVER",
            "stop PAIR",
            "dial socket 2 at endpoint 2",
            "start DIAL 10000 ms")
        .establish();
    assertThat(Stage.MOVING.reach().memory().intent().target()).hasValue(7);
  }

  @Test
  void moveCompletesWhenTheNewChannelIsEstablished() {
    FlowSimulation flow = Stage.MOVING.reach().voiceState(8, 1).voiceServer(2, 2).establish();
    assertThat(flow.last().effects()).contains(new Effect.CompleteJoin(8));
    assertThat(flow.memory().intent().target()).hasValue(8);
    assertThat(flow.memory().intent().pendingMove()).isEmpty();
  }

  @Test
  void newServerIsDialledWhenTheVoiceStateOfAMoveArrivesAfterTheServerUpdate() {
    FlowSimulation flow = Stage.MOVING.reach().voiceServer(2, 2).advanceMillis(249);
    assertThat(flow.substate()).isEqualTo(WaitReason.SERVER_CHANGED);
    flow.voiceState(8, 1)
        .then(
            IDENTIFYING,
            "stop SERVER",
            "stop SETTLE",
            "stop PAIR",
            "stop MOVE",
            "dial socket 2 at endpoint 2",
            "start DIAL 10000 ms");
    assertThat(flow.establish().last().effects()).contains(new Effect.CompleteJoin(8));
  }

  @Test
  void unansweredMoveFailsAfterTenSecondsAndTheCallContinues() {
    FlowSimulation flow = Stage.MOVING.reach().advanceMillis(9_999);
    assertThat(flow.last().event()).isEqualTo(new Command.Move(8));
    flow.advanceMillis(1).then(ESTABLISHED, "move to 8 fails: NotAnswered");
    assertThat(flow.memory().intent().pendingMove()).isEmpty();
    assertThat(flow.memory().intent().target()).hasValue(7);
    assertThat(flow.memory().intent().unanswered()).isFalse();
  }

  /** Discord has moved the bot after the timeout. The flow follows, but no caller waits for it. */
  @Test
  void connectionFollowsAMoveThatIsConfirmedAfterItsTimeout() {
    FlowSimulation flow = Stage.MOVING.reach().advanceMillis(10_000).voiceState(8, 1);
    assertThat(flow.substate()).isEqualTo(WaitReason.MOVED);
    flow.voiceServer(2, 2).establish();
    assertThat(flow.memory().intent().target()).hasValue(8);
  }

  @Test
  void secondMoveReplacesThePendingMove() {
    FlowSimulation flow = Stage.MOVING.reach().advanceMillis(5_000).move(9);
    flow.then(
        ESTABLISHED, "move to 8 fails: Superseded", "stop MOVE", "op4(9)", "start MOVE 10000 ms");
    assertThat(flow.memory().intent().pendingMove()).hasValue(9);
  }

  @Test
  void repeatedMoveDoesNotRestartTheMoveTimer() {
    FlowSimulation flow = Stage.MOVING.reach().advanceMillis(9_000).move(8).then(ESTABLISHED);
    flow.join(8).then(ESTABLISHED).advanceMillis(1_000);
    flow.then(ESTABLISHED, "move to 8 fails: NotAnswered");
  }

  @Test
  void joiningTheCurrentChannelCancelsThePendingMove() {
    for (Command back : new Command[] {new Command.Join(7), new Command.Move(7)}) {
      FlowSimulation flow = Stage.MOVING.reach().on(back);
      flow.then(ESTABLISHED, "move to 8 fails: Superseded", "stop MOVE", "op4(7)", "joined");
      assertThat(flow.memory().intent().pendingMove()).isEmpty();
    }
  }

  @Test
  void botMovesToTheNewChannelAndBackWhenAMoveIsCancelledTooLate() {
    FlowSimulation flow = Stage.MOVING.reach().join(7).voiceState(8, 1).voiceServer(2, 2);
    flow.establish().voiceState(7, 1).voiceServer(3, 3).establish();
    assertThat(flow.memory().intent().target()).hasValue(7);
    assertThat(flow.memory().intent().unanswered()).isFalse();
  }

  @Test
  void unsentMoveFailsImmediatelyDuringACall() {
    FlowSimulation flow = Stage.MOVING.reach().notSent("the gateway is full");
    flow.then(ESTABLISHED, "move to 8 fails: NotSent", "stop MOVE");
    assertThat(flow.memory().intent().unanswered()).isFalse();
  }

  /** Discord never answers an op 4 that was not sent. The caller must not wait for the timeout. */
  @Test
  void unsentMoveFailsImmediatelyInEveryState() {
    interruptedMoves()
        .forEach(
            flow -> {
              VoiceState state = flow.state();
              flow.notSent("the gateway is full");
              assertThat(flow.state()).isEqualTo(state);
              assertThat(flow.did()).contains("move to 8 fails: NotSent", "stop MOVE");
            });
  }

  /** The op 4 waits to be sent. After the timeout of the move it must not be sent. */
  @Test
  void moveIsRevertedOnTimeoutWhileTheMainGatewayIsLost() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().mainSession(LOST).move(8);
    flow.then(ESTABLISHED, "op4(8)", "start MOVE 10000 ms").advanceMillis(10_000);
    flow.then(ESTABLISHED, "move to 8 fails: NotAnswered", "op4(7)");
    flow.mainSession(RESUMED).then(ESTABLISHED);
  }

  @Test
  void moveWithoutACallIsRevertedOnTimeoutWhileTheMainGatewayIsLost() {
    FlowSimulation moving = Stage.ESTABLISHED.reach().mainSession(LOST).move(8);
    for (FlowSimulation flow : List.of(moving.fork().voiceServerGone(), moving.closed(4006))) {
      VoiceState state = flow.state();
      flow.advanceMillis(10_000).then(state, "move to 8 fails: NotAnswered", "op4(7)");
    }
  }

  @Test
  void moveResetsTheRetryCounts() {
    FlowSimulation flow = Stage.RESUMING_GREETED.reach().resumed();
    assertThat(flow.memory().retries().resumes()).isEqualTo(1);
    flow.move(8).then(ESTABLISHED, "stop RESUME_WINDOW", "op4(8)", "start MOVE 10000 ms");
    assertThat(flow.memory().retries().resumes()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "DIALLING",
        "GREETED",
        "READY",
        "DISCOVERING",
        "SELECTING",
        "RESUMING",
        "BACKOFF_RESUME",
        "BACKOFF_IDENTIFY",
        "BACKOFF_REJOIN",
        "BACKOFF_HELD",
        "PACED"
      })
  void newChannelReplacesTheTargetWhenNoCallIsEstablished(Stage stage) {
    for (Command elsewhere : new Command[] {new Command.Move(8), new Command.Join(8)}) {
      FlowSimulation flow = stage.reach().on(elsewhere);
      assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
      assertThat(flow.substate()).isEqualTo(WaitReason.MOVE);
      assertThat(flow.did()).contains("op4(8)");
      assertJoinIsSuperseded(stage, flow);
      assertThat(flow.memory().socket().held()).isFalse();
      assertThat(flow.memory().udp().held()).isFalse();
      flow.voiceState(8, 2).voiceServer(9, 9).establish();
      assertThat(flow.last().effects()).contains(new Effect.CompleteJoin(8));
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "ASKED",
        "CONFIRMED",
        "SETTLING",
        "LEAVING",
        "REJOINING",
        "SEVERED",
        "SERVER_CHANGED",
        "SERVER_LOST"
      })
  void newChannelReplacesTheTargetWhileUpdatesAreAwaited(Stage stage) {
    FlowSimulation flow = stage.reach().move(8);
    assertThat(flow.substate()).isEqualTo(WaitReason.MOVE);
    assertThat(flow.timers()).doesNotContain(FlowTimer.SETTLE, FlowTimer.PAIR);
    assertThat(flow.did()).contains("op4(8)").endsWith("start SERVER 10000 ms");
    assertJoinIsSuperseded(stage, flow);
    flow.voiceServer(9, 9);
    assertThat(flow.state()).as("before its voice state").isEqualTo(AWAITING_SERVER_UPDATE);
    flow.voiceState(8, 2);
    assertThat(flow.state()).isEqualTo(IDENTIFYING);
  }

  private static void assertJoinIsSuperseded(Stage stage, FlowSimulation flow) {
    assertThat(flow.did().contains("requests except 8 fail: Superseded"))
        .as("the earlier join fails")
        .isEqualTo(stage.joins());
  }

  @Test
  void moveWithoutACallIsRequestedTwiceBeforeItFails() {
    FlowSimulation flow = Stage.READY.reach().move(8).advanceMillis(10_000);
    flow.then(
        AWAITING_SERVER_UPDATE,
        "op4(null)",
        "start LEAVE 10000 ms",
        "op4(8)",
        "start SERVER 10000 ms");
    flow.advanceMillis(10_000);
    flow.thenEnded(FailureCause.NO_SERVER_UPDATE, new Trigger.TimedOut(FlowTimer.SERVER));
  }

  @Test
  void rejoinJoinsTheNewChannelWhenAMoveIsConfirmedDuringTheLeave() {
    FlowSimulation flow = Stage.MOVING.reach().closed(4006).advanceMillis(250);
    flow.voiceState(8, 1).then(AWAITING_SERVER_UPDATE, "stop MOVE");
    flow.voiceStateWithoutChannel();
    assertThat(flow.did()).contains("op4(8)");
  }

  /**
   * Discord does not answer a request that changes nothing. The rejoin must leave the new channel.
   */
  @Test
  void rejoinLeavesTheNewChannelWhenAMoveIsConfirmedInsteadOfTheLeave() {
    FlowSimulation flow = Stage.MOVING.reach().closed(4006).advanceMillis(250).voiceState(8, 1);
    flow.advanceMillis(10_000).then(AWAITING_SERVER_UPDATE, "op4(8)", "start SERVER 10000 ms");
    flow.advanceMillis(10_000).thenWaits(BackoffPlan.REJOIN, 1_000, 2_000).waitOver();
    flow.then(AWAITING_SERVER_UPDATE, "op4(null)", "start LEAVE 10000 ms", "start SERVER 10000 ms");
  }

  @Test
  void selfMuteIsSentAgainDuringAResumeWhenTheMoveTimesOut() {
    FlowSimulation flow = Stage.MOVING.reach().self(true, false).advanceMillis(9_000).closed(1006);
    flow.advanceMillis(1_000);
    flow.then(VoiceState.RESUMING, "move to 8 fails: NotAnswered", "op4(7) muted");
  }

  @Test
  void selfMuteIsSentAgainForTheCurrentChannelWhenTheMoveTimesOut() {
    FlowSimulation flow = Stage.MOVING.reach().self(true, false);
    flow.then(ESTABLISHED, "op4(8) muted").advanceMillis(10_000);
    flow.then(ESTABLISHED, "move to 8 fails: NotAnswered", "op4(7) muted");
  }

  @Test
  void voiceStateForThePreviousTargetDoesNotAnswerTheMove() {
    FlowSimulation flow = Stage.ASKED.reach().move(8).voiceServer(1, 1).voiceState(7, 1);
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    assertThat(flow.memory().credentials().known()).isFalse();
    assertThat(flow.memory().intent().listed()).hasValue(7);
    flow.voiceState(8, 1).voiceServer(2, 2);
    assertThat(flow.state()).isEqualTo(IDENTIFYING);
  }

  @ParameterizedTest
  @EnumSource(names = {"IDLE", "DISCONNECTED", "FAILED"})
  void moveIsRefusedWhenNoChannelIsJoined(Stage stage) {
    FlowSimulation flow = stage.reach().move(8).then(stage.state());
    assertThat(flow.last().row().outcome()).isEqualTo(Outcome.REFUSED);
  }

  /** Flows with a pending move in every other state. */
  static Stream<FlowSimulation> interruptedMoves() {
    return Stream.of(
        Stage.MOVING.reach().closed(1006),
        Stage.MOVING.reach().closed(1006).open().hello().closed(1006),
        Stage.MOVING.reach().closed(4006),
        Stage.MOVING.reach().closed(4014),
        Stage.MOVING.reach().voiceServer(2, 2),
        Stage.MOVING.reach().voiceServer(2, 2).advanceMillis(250),
        atTheServerOfTheMove().ready(),
        atTheServerOfTheMove().ready().udpReady(),
        atTheServerOfTheMove().ready().udpReady().discovered(),
        Stage.MOVING.reach().voiceServerGone());
  }

  private static FlowSimulation atTheServerOfTheMove() {
    return Stage.MOVING.reach().voiceServer(2, 2).advanceMillis(250).open().hello();
  }

  @Test
  void pendingMoveCanBeConfirmedInEveryState() {
    interruptedMoves()
        .forEach(
            flow -> {
              flow.voiceState(8, 1);
              assertThat(flow.memory().intent().target()).hasValue(8);
              assertThat(flow.memory().intent().pendingMove()).isEmpty();
              assertThat(flow.did()).contains("stop MOVE");
            });
  }

  @Test
  void pendingMoveCanTimeOutInEveryState() {
    interruptedMoves()
        .forEach(
            flow -> {
              VoiceState state = flow.state();
              flow.on(
                  now ->
                      new VoiceEvent.TimerFired(
                          FlowTimer.MOVE, now.timers().generation(FlowTimer.MOVE)));
              flow.then(state, "move to 8 fails: NotAnswered");
            });
  }

  @Test
  void joiningTheFirstChannelAgainWithoutACallCancelsThePendingMove() {
    interruptedMoves()
        .forEach(
            flow -> {
              flow.join(7);
              assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
              assertThat(flow.substate()).isEqualTo(WaitReason.MOVE);
              assertThat(flow.did())
                  .contains("move to 8 fails: Superseded", "stop MOVE", "op4(null)", "op4(7)")
                  .doesNotContain("move to 7 fails: Superseded");
              assertThat(flow.timers()).as("timers").doesNotContain(FlowTimer.SETTLE);
            });
  }

  @Test
  void repeatedMoveWithoutACallContinuesThePendingMove() {
    FlowSimulation flow = Stage.MOVING.reach().closed(1006).move(8);
    assertThat(flow.substate()).isEqualTo(WaitReason.MOVE);
    assertThat(flow.did())
        .contains("stop MOVE", "op4(8)")
        .doesNotContain("move to 8 fails: Superseded");
    flow.voiceState(8, 1).voiceServer(2, 2).establish();
    assertThat(flow.last().effects()).contains(new Effect.CompleteJoin(8));
  }

  /** The op 4 waits in the sender. It would be sent when the main gateway resumes. */
  @Test
  void moveIsRevertedOnTimeoutWhileANewServerIsDialled() {
    FlowSimulation dialling =
        Stage.ESTABLISHED
            .reach()
            .move(8)
            .mainSession(VoiceEvent.MainSession.Change.LOST)
            .voiceServer(2, 2)
            .advanceMillis(250);
    assertThat(dialling.state()).isEqualTo(VoiceState.IDENTIFYING);
    FlowSimulation late = dialling.fork().advanceMillis(9_750);
    assertThat(late.last().row().id()).isEqualTo("E13.ID.1");
    assertThat(late.did()).contains("op4(7)");
    FlowSimulation joined = dialling.fork().join();
    assertThat(joined.last().row().id()).isEqualTo("A1.ID.1");
    assertThat(joined.timers()).contains(FlowTimer.HOLD);
  }
}
