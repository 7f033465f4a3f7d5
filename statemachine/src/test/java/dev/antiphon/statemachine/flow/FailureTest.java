package dev.antiphon.statemachine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.EncryptionMode;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each failure other than a close code or a deadline, its typed end and its trigger. */
class FailureTest {
  private static final Set<EncryptionMode> EVERY_MODE = EnumSet.allOf(EncryptionMode.class);

  @Test
  void anOpFourThatCannotBeSentFailsTheJoin() {
    Stage.ASKED
        .reach()
        .on(now -> new VoiceEvent.VoiceStateNotSent(now.intent().sends(), "nobody is there"))
        .thenEnded(FailureCause.RETRIES_EXHAUSTED, new Origin.Failure("nobody is there"));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ASKED", "CONFIRMED", "SETTLING"})
  void anOpFourThatCouldNotBeSentMattersToNoOtherState(Stage stage) {
    stage
        .reach()
        .on(now -> new VoiceEvent.VoiceStateNotSent(now.intent().sends(), "nobody is there"))
        .then(stage.state());
  }

  @Test
  void aDialThatFailsNamesItsCause() {
    FlowSimulation flow =
        Stage.DIALLING
            .reach()
            .on(now -> new VoiceEvent.DialFailed(now.socket().generation(), "name unknown"));
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Origin.Failure("name unknown"));
    flow.then(VoiceState.FAILED, "stop DIAL", "op4(null)", "drop credentials", "ended");
  }

  @Test
  void aReadyWithoutACommonModeIsNoCommonMode() {
    for (int server : new int[] {1, 0}) {
      Stage.GREETED
          .reach()
          .ready(1, Set.of(), server)
          .thenEnded(FailureCause.NO_COMMON_MODE, new Origin.Event(EventKind.READY_UNUSABLE));
    }
  }

  @Test
  void aReadyWhoseAddressCannotBeUsedIsAProtocolError() {
    FlowSimulation flow = Stage.GREETED.reach().ready(1, EVERY_MODE, 0);
    flow.thenEnded(FailureCause.PROTOCOL_ERROR, new Origin.Event(EventKind.READY_UNUSABLE));
    assertThat(flow.did()).contains("violation C5", "close socket 1 with 1000");
  }

  @Test
  void aMalformedReadyIsAProtocolErrorAtOnce() {
    Stage.GREETED
        .reach()
        .malformed(2)
        .thenEnded(FailureCause.PROTOCOL_ERROR, new Origin.Event(EventKind.READY_UNUSABLE));
  }

  @ParameterizedTest
  @EnumSource(names = {"READY", "DISCOVERING", "SELECTING", "ESTABLISHED"})
  void aFurtherReadyIsAViolationUnlessItsSsrcDiffers(Stage stage) {
    stage.reach().ready().then(stage.state(), "violation C4");
    stage.reach().ready(1, Set.of(), 1).then(stage.state(), "violation C5");
    stage.reach().malformed(2).then(stage.state(), "violation C5");
    FlowSimulation other = stage.reach().ready(FlowSimulation.SSRC + 1, EVERY_MODE, 1);
    other.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Origin.Event(EventKind.READY));
    assertThat(other.did()).contains("violation C4");
  }

  @Test
  void aSessionDescriptionThatCannotBeUsedIsNoCommonMode() {
    Origin origin = new Origin.Event(EventKind.SESSION_DESCRIPTION_UNUSABLE);
    Optional<EncryptionMode> other = Optional.of(EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE);
    Stage.SELECTING.reach().malformed(4).thenEnded(FailureCause.NO_COMMON_MODE, origin);
    Stage.SELECTING
        .reach()
        .on(now -> new VoiceEvent.Described(1, Optional.empty(), 1, 32))
        .thenEnded(FailureCause.NO_COMMON_MODE, origin);
    Stage.SELECTING
        .reach()
        .on(now -> new VoiceEvent.Described(1, other, 1, 32))
        .thenEnded(FailureCause.NO_COMMON_MODE, origin);
    for (int length : new int[] {0, 31, 33}) {
      Stage.SELECTING
          .reach()
          .on(now -> new VoiceEvent.Described(1, now.udp().mode(), 1, length))
          .thenEnded(FailureCause.NO_COMMON_MODE, origin);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GREETED", "READY", "DISCOVERING"})
  void aSessionDescriptionThatNobodyAskedForIsAViolation(Stage stage) {
    FlowSimulation flow = stage.reach().described();
    assertThat(flow.state()).isEqualTo(stage.state());
    assertThat(flow.last().row().outcome()).isEqualTo(Row.Outcome.VIOLATION);
    assertThat(flow.did()).hasSize(1);
    stage.reach().malformed(4).then(stage.state(), "violation C7");
  }

  @ParameterizedTest
  @EnumSource(names = {"GREETED", "READY", "DISCOVERING", "SELECTING", "ESTABLISHED", "DOUBTING"})
  void aResumedThatNobodyAskedForIsAViolation(Stage stage) {
    stage
        .reach()
        .on(now -> new VoiceEvent.ResumedReceived(now.socket().generation()))
        .then(stage.state(), "violation C8");
  }

  @ParameterizedTest
  @EnumSource(names = {"GREETED", "READY", "DISCOVERING", "SELECTING", "ESTABLISHED", "DOUBTING"})
  void unansweredHeartbeatsAbortTheSocket(Stage stage) {
    FlowSimulation flow =
        stage.reach().on(now -> new VoiceEvent.HeartbeatsMissed(now.socket().generation()));
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Origin.Event(EventKind.HEARTBEATS_MISSED));
    assertThat(flow.did()).contains("abort socket 1");
  }

  @Test
  void aUdpSocketThatCannotBeOpenedIsUdpUnavailable() {
    Stage.READY
        .reach()
        .on(now -> new VoiceEvent.UdpOpenFailed(now.udp().generation(), "no socket left"))
        .thenEnded(FailureCause.UDP_UNAVAILABLE, new Origin.Failure("no socket left"));
  }

  @Test
  void anUnreachableServerIsLeftToItsDeadlineInDiscoveryAndEndsSelecting() {
    Stage.DISCOVERING.reach().udpUnreachable().then(VoiceState.DISCOVERING);
    Stage.SELECTING
        .reach()
        .udpUnreachable()
        .thenEnded(FailureCause.UDP_UNREACHABLE, new Origin.Failure("UDP: no route to host"));
  }

  @Test
  void nearlySpentNoncesEndTheConnectionBeforeOneIsUsedTwice() {
    FlowSimulation flow =
        Stage.ESTABLISHED
            .reach()
            .on(now -> new VoiceEvent.NonceNearlySpent(now.udp().generation()));
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Origin.Event(EventKind.NONCE_NEARLY_SPENT));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DISCONNECTED", "FAILED"})
  void anEffectThatFailsEndsTheConnectionFromEveryState(Stage stage) {
    stage
        .reach()
        .on(new VoiceEvent.EffectFailed("OpenUdp failed"))
        .thenEnded(FailureCause.INTERNAL_ERROR, new Origin.Failure("OpenUdp failed"));
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "GREETED", "READY", "DISCOVERING", "SELECTING", "ESTABLISHED"})
  void aVoiceStateWithoutAChannelIsARemoval(Stage stage) {
    FlowSimulation flow = stage.reach().voiceStateWithoutChannel();
    flow.thenEnded(
        DisconnectReason.REMOVED, new Origin.Event(EventKind.VOICE_STATE_WITHOUT_CHANNEL));
    assertThat(flow.did()).as("Discord has said so itself").doesNotContain("op4(null)");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"IDLE", "DISCONNECTED", "FAILED"})
  void anEvictionEndsTheConnectionAndOnlyARemovedGuildTakesNoOpFour(Stage stage) {
    for (DisconnectReason reason :
        EnumSet.of(
            DisconnectReason.GUILD_REMOVED,
            DisconnectReason.CHANNEL_DELETED,
            DisconnectReason.PERMISSION_LOST)) {
      FlowSimulation flow = stage.reach().on(new VoiceEvent.Evicted(reason));
      flow.thenEnded(reason, new Origin.Event(EventKind.EVICTED));
      assertThat(flow.did().contains("op4(null)"))
          .isEqualTo(reason != DisconnectReason.GUILD_REMOVED);
    }
  }
}
