package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.internal.flow.Credentials.Unpaired;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pairs the voice state update and the voice server update of one change (rule G3). */
class UpdatePairingTest {

  @Test
  void voiceServerUpdatePairsWithAVoiceStateThatArrivesWithinTwoSeconds() {
    FlowSimulation flow = establishedAtANewServer().advanceMillis(1_749).voiceState(8, 1);
    assertDialledAgain(flow, 8);

    flow = establishedAtANewServer().advanceMillis(1_750);
    assertThat(flow.last().row().id()).isEqualTo("E17.ES.2");
    flow.then(ESTABLISHED).voiceState(8, 1);
    assertMoved(flow);
  }

  @Test
  void newVoiceServerUpdateRestartsThePairTimer() {
    FlowSimulation flow = Stage.READY.reach().voiceServer(2, 2).advanceMillis(1_900);
    flow.voiceServer(3, 3);
    assertThat(flow.did()).contains("start PAIR 2000 ms");
    assertDialledAgain(flow.establish().advanceMillis(1_000).voiceState(8, 1), 8);
  }

  @Test
  void repeatedVoiceServerUpdateDoesNotRestartThePairTimer() {
    FlowSimulation flow = establishedAtANewServer().advanceMillis(1_000).voiceServer(2, 2);
    flow.then(ESTABLISHED).advanceMillis(750).voiceState(8, 1);
    assertMoved(flow);
  }

  @Test
  void voiceServerUpdateDoesNotPairWithASecondVoiceState() {
    FlowSimulation flow = establishedAtANewServer().voiceState(8, 1);
    assertDialledAgain(flow, 8);
    flow.voiceState(9, 1);
    assertMoved(flow);
    assertThat(flow.memory().intent().target()).hasValue(9);
  }

  @Test
  void voiceStateDoesNotPairWithASecondVoiceServerUpdate() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().voiceState(8, 1).voiceServer(2, 2);
    assertThat(flow.memory().credentials().unpaired()).isEqualTo(Unpaired.NOTHING);
    flow.voiceServer(3, 3);
    assertThat(flow.memory().credentials().unpaired()).isEqualTo(Unpaired.VOICE_SERVER);
    assertDialledAgain(flow.establish().voiceState(9, 1), 9);
  }

  @Test
  void lostVoiceServerStopsThePairTimer() {
    FlowSimulation flow = establishedAtANewServer().voiceServerGone();
    assertThat(flow.did()).contains("stop PAIR");
    assertThat(flow.memory().credentials().unpaired()).isEqualTo(Unpaired.NOTHING);
  }

  /** The move was requested first. Its server update pairs with its voice state after any delay. */
  @Test
  void voiceStateThatAnswersAnOwnOpcode4PairsAfterAnyDelay() {
    FlowSimulation flow = Stage.MOVING.reach().voiceServer(2, 2).advanceMillis(250).establish();
    flow.advanceMillis(7_000);
    assertThat(flow.last().row().id()).isEqualTo("E17.ES.1");
    assertDialledAgain(flow.voiceState(8, 1), 8);
    assertThat(flow.did()).contains("stop MOVE");
    assertThat(flow.memory().intent().pendingMove()).isEmpty();
  }

  @Test
  void unrequestedVoiceStateIsNotPairedWithAVoiceServerTwoSecondsLater() {
    FlowSimulation flow = Stage.MOVING.reach().voiceServer(2, 2).advanceMillis(250).establish();
    flow.advanceMillis(7_000).voiceState(9, 1);
    assertMoved(flow);
    assertThat(flow.memory().credentials().known()).isFalse();
  }

  @Test
  void voiceServerUpdateBeforeAMoveDoesNotPairWithTheMove() {
    FlowSimulation flow = establishedAtANewServer().move(8);
    flow.then(ESTABLISHED, "stop PAIR", "op4(8)", "start MOVE 10000 ms");
    assertMoved(flow.voiceState(8, 1));
  }

  @Test
  void unpairedVoiceServerUpdateIsDiscardedWhenTheMoveFails() {
    FlowSimulation flow = Stage.MOVING.reach().voiceServer(2, 2).advanceMillis(250).establish();
    flow.advanceMillis(9_750).then(ESTABLISHED, "move to 8 fails: NotAnswered");
    assertThat(flow.memory().credentials().unpaired()).isEqualTo(Unpaired.NOTHING);
    assertMoved(flow.voiceState(8, 1));
  }

  /** The server was dialled before the answer arrived. The answer then changes nothing. */
  @Test
  void unchangedVoiceStatePairsWithTheVoiceServerUpdate() {
    FlowSimulation flow = Stage.REJOINING.reach().voiceState(8, 1).notSent("away");
    flow.voiceServer(2, 2).advanceMillis(250).establish().advanceMillis(2_000);
    assertThat(flow.memory().credentials().unpaired()).isEqualTo(Unpaired.VOICE_SERVER);
    flow.voiceState(7, 1).then(ESTABLISHED);
    assertThat(flow.memory().credentials().unpaired()).isEqualTo(Unpaired.NOTHING);
    assertMoved(flow.voiceState(9, 1));
  }

  @Test
  void pairedVoiceStateBeforeIdentifyChangesTheChannelButCausesNoNewDial() {
    FlowSimulation flow = handshakeUpTo(Stage.DIALLING).voiceState(8, 1);
    flow.then(VoiceState.IDENTIFYING, "stop PAIR");
    assertThat(flow.memory().intent().target()).hasValue(8);
  }

  /** The session has begun the encryption of the old channel. */
  @ParameterizedTest
  @EnumSource(names = {"IDENTIFIED", "GREETED", "READY", "DISCOVERING", "SELECTING"})
  void pairedVoiceStateAfterIdentifyCausesANewDial(Stage stage) {
    assertDialledAgain(handshakeUpTo(stage).voiceState(8, 1), 8);
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "DISCOVERING", "SELECTING"})
  void pairedVoiceStateWithANewSessionDuringAHandshakeCausesANewDial(Stage stage) {
    for (long channel : new long[] {7, 8}) {
      FlowSimulation flow = handshakeUpTo(stage).voiceState(channel, 2);
      assertThat(flow.state()).isEqualTo(IDENTIFYING);
      assertThat(flow.memory().intent().target()).hasValue(channel);
      assertThat(flow.did()).contains("close socket 2 with 1000", "dial socket 3 at endpoint 2");
      assertThat(flow.open().did()).contains("identify on socket 3 with session 2, token 2");
    }
  }

  @Test
  void pairedVoiceStateWithANewSessionInACallCausesANewDialImmediately() {
    for (long channel : new long[] {7, 8}) {
      FlowSimulation flow = establishedAtANewServer().voiceState(channel, 2);
      assertThat(flow.state()).isEqualTo(IDENTIFYING);
      assertThat(flow.memory().intent().target()).hasValue(channel);
      assertThat(flow.open().did()).contains("identify on socket 3 with session 2, token 2");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "DISCOVERING", "SELECTING", "ESTABLISHED"})
  void newDialForAPairedVoiceStateTimesOutAfterTenSeconds(Stage stage) {
    for (long channel : new long[] {7, 8}) {
      FlowSimulation flow = handshakeUpTo(stage).voiceState(channel, 2).advanceMillis(10_000);
      assertThat(flow.trigger()).isEqualTo(new Trigger.TimedOut(FlowTimer.DIAL));
      flow.thenWaits(BackoffPlan.IDENTIFY, 1_000, 1_000);
    }
  }

  /**
   * Each voice state counts as a change. Otherwise the flow would dial as often as Discord sends
   * changes.
   */
  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "DISCOVERING", "SELECTING", "ESTABLISHED"})
  void newDialForAPairedVoiceStateIsDelayedAfterTooManyServerChanges(Stage stage) {
    FlowLimits limits = FlowSimulation.FOLLOWING.with(RetryLimits.builder().freeChanges(1).build());
    for (long channel : new long[] {7, 8}) {
      FlowSimulation flow = handshakeUpTo(stage, limits).voiceState(channel, 2);
      assertThat(flow.state()).isEqualTo(IDENTIFYING);
      assertThat(flow.did())
          .contains("start PACE 1000 ms")
          .noneMatch(did -> did.startsWith("dial"));
    }
  }

  /** The first voice state is too old to pair with this server update. */
  @Test
  void lateVoiceServerUpdateOfAJoinPairsWithALaterVoiceState() {
    FlowSimulation flow = Stage.CONFIRMED.reach().advanceMillis(3_000).voiceServer(1, 1);
    assertThat(flow.did()).contains("start PAIR 2000 ms");
    assertDialledAgain(flow.establish().advanceMillis(1_999).voiceState(8, 1), 8);
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "DISCOVERING", "SELECTING"})
  void voiceServerUpdateIsAwaitedAfterAnUnpairedVoiceStateDuringAHandshake(Stage stage) {
    FlowSimulation flow = stage.reach().voiceState(8, 1);
    assertMoved(flow);
    flow.voiceServer(2, 2).establish();
    assertThat(flow.story()).contains("identify on socket 2 with session 1, token 2");
  }

  /** A flow in Established on the server that Discord named 250 ms before the dial. */
  private static FlowSimulation establishedAtANewServer() {
    return Stage.SERVER_CHANGED.reach(FlowSimulation.FOLLOWING).advanceMillis(250).establish();
  }

  /** A flow at this stage of the handshake with a server that Discord has just named. */
  private static FlowSimulation handshakeUpTo(Stage stage) {
    return handshakeUpTo(stage, FlowSimulation.FOLLOWING);
  }

  private static FlowSimulation handshakeUpTo(Stage stage, FlowLimits limits) {
    FlowSimulation flow = Stage.READY.reach(limits).voiceServer(2, 2);
    return switch (stage) {
      case DIALLING -> flow;
      case READY -> flow.open().hello().ready();
      case DISCOVERING -> flow.open().hello().ready().udpReady();
      case SELECTING -> flow.open().hello().ready().udpReady().discovered();
      default -> flow.establish();
    };
  }

  private static void assertMoved(FlowSimulation flow) {
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    assertThat(flow.substate()).isEqualTo(WaitReason.MOVED);
    assertThat(flow.timers()).contains(FlowTimer.SERVER, FlowTimer.PAIR);
  }

  /** A new session begins in the channel. */
  private static void assertDialledAgain(FlowSimulation flow, long channel) {
    assertThat(flow.state()).isEqualTo(VoiceState.IDENTIFYING);
    assertThat(flow.did()).anyMatch(did -> did.startsWith("dial"));
    assertThat(flow.memory().intent().target()).hasValue(channel);
    assertThat(flow.fork().establish().did()).contains("joined");
  }
}
