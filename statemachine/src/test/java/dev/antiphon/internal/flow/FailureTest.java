package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.BACKOFF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Outcome;
import dev.antiphon.protocol.EncryptionMode;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each failure except close codes and deadlines, with its typed end and its trigger. */
class FailureTest {
  private static final Set<EncryptionMode> EVERY_MODE = EnumSet.allOf(EncryptionMode.class);

  @ParameterizedTest
  @EnumSource(names = {"ASKED", "CONFIRMED", "SETTLING", "LEAVING", "REJOINING"})
  void rejoinIsScheduledWhenOpcode4CannotBeSent(Stage stage) {
    FlowSimulation flow = stage.reach().notSent("no session");
    assertThat(flow.state()).isEqualTo(BACKOFF);
    assertThat(flow.substate()).isEqualTo(BackoffPlan.REJOIN);
    assertThat(flow.trigger()).isEqualTo(new Trigger.Failure("no session"));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ASKED", "CONFIRMED", "SETTLING", "LEAVING", "REJOINING", "MOVING"})
  void unsentOpcode4IsIgnoredInStatesThatDoNotAwaitItsAnswer(Stage stage) {
    stage.reach().notSent("no session").then(stage.state());
  }

  @Test
  void failedDialReportsItsCauseAndIsRetriedOncePerSetOfCredentials() {
    FlowSimulation flow = Stage.DIALLING.reach().dialFailed("name unknown");
    flow.then(BACKOFF, "stop DIAL", "start BACKOFF 1000 ms");
    flow.thenWaits(BackoffPlan.IDENTIFY, 1_000, 1_000);
    assertThat(flow.trigger()).isEqualTo(new Trigger.Failure("name unknown"));
    flow.waitOver().dialFailed("name unknown").thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    flow.waitOver().rejoin(2).dialFailed("refused").thenWaits(BackoffPlan.IDENTIFY, 1_000, 1_000);
  }

  @Test
  void failedDialOfAResumeIsRetried() {
    FlowSimulation flow = Stage.REDIALLING.reach().dialFailed("refused");
    flow.thenWaits(BackoffPlan.RESUME, 800, 1_200);
    assertThat(flow.did()).doesNotContain("close path 1");
  }

  @Test
  void connectionFailsWhenReadyOffersNoCommonEncryptionMode() {
    for (int server : new int[] {1, 0}) {
      Stage.GREETED
          .reach()
          .ready(1, Set.of(), server)
          .thenEnded(
              FailureCause.NO_COMMON_MODE,
              new Trigger.Failure(
                  "Ready is unusable: d.modes: expected one of aead_aes256_gcm_rtpsize,"
                      + " aead_xchacha20_poly1305_rtpsize, found none"));
    }
  }

  @Test
  void readyWithAnUnusableAddressCausesARejoin() {
    FlowSimulation flow = Stage.GREETED.reach().ready(1, EVERY_MODE, 0);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.did()).contains("violation C5", "close socket 1 with 1000");
  }

  @Test
  void unusableReadyAndSessionDescriptionNameTheFieldTheExpectedAndTheFoundValue() {
    assertThat(triggerOf(Stage.GREETED, ready("xsalsa20_poly1305, made_up", "")))
        .isEqualTo(
            "Ready is unusable: d.modes: expected one of aead_aes256_gcm_rtpsize,"
                + " aead_xchacha20_poly1305_rtpsize, found xsalsa20_poly1305, made_up");
    assertThat(
            triggerOf(
                Stage.GREETED,
                new VoiceEvent.ReadyReceived(1, 1, EVERY_MODE, 0, "all", "the address is bad")))
        .isEqualTo("the address is bad");
    assertThat(
            triggerOf(
                Stage.SELECTING, new VoiceEvent.Described(1, Optional.empty(), 1, 32, "made_up")))
        .isEqualTo(
            "Session Description is unusable: d.mode: expected aead_aes256_gcm_rtpsize,"
                + " found made_up");
    assertThat(
            triggerOf(
                Stage.SELECTING,
                new VoiceEvent.Described(
                    1, Optional.of(FlowSimulation.MODE), 1, 31, FlowSimulation.MODE.wireName())))
        .isEqualTo(
            "Session Description is unusable: d.secret_key: expected 32 bytes, found 31 bytes");
    assertThat(triggerOf(Stage.GREETED, new VoiceEvent.Malformed(1, 2, "d.ip is missing")))
        .isEqualTo("d.ip is missing");
  }

  private static VoiceEvent ready(String modes, String addressProblem) {
    return new VoiceEvent.ReadyReceived(1, 1, Set.of(), 1, modes, addressProblem);
  }

  private static String triggerOf(Stage stage, VoiceEvent event) {
    return stage.reach().on(event).trigger().describe();
  }

  @Test
  void malformedReadyCausesARejoin() {
    Stage.GREETED.reach().malformed(2).thenWaits(BackoffPlan.REJOIN, 500, 1_000);
  }

  @Test
  void readyInsteadOfResumedIsAViolationAndCausesARejoin() {
    FlowSimulation flow = Stage.RESUMING_GREETED.reach().ready();
    flow.thenWaits(BackoffPlan.REJOIN, 250, 250);
    assertThat(flow.did()).contains("violation C4");
    flow = Stage.RESUMING_GREETED.reach().malformed(2);
    flow.thenWaits(BackoffPlan.REJOIN, 250, 250);
    assertThat(flow.did()).contains("violation C5");
  }

  @ParameterizedTest
  @EnumSource(names = {"READY", "DISCOVERING", "SELECTING", "ESTABLISHED"})
  void secondReadyIsAViolationAndCausesARejoinIfItHasAnotherSsrc(Stage stage) {
    stage.reach().ready().then(stage.state(), "violation C4", "start VIOLATIONS 10000 ms");
    stage
        .reach()
        .ready(1, Set.of(), 1)
        .then(stage.state(), "violation C5", "start VIOLATIONS 10000 ms");
    stage.reach().malformed(2).then(stage.state(), "violation C5", "start VIOLATIONS 10000 ms");
    FlowSimulation other = stage.reach().ready(FlowSimulation.SSRC + 1, EVERY_MODE, 1);
    other.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(other.did()).contains("violation C4");
  }

  @Test
  void unusableSessionDescriptionExcludesItsEncryptionModeUntilNoModeIsLeft() {
    Optional<EncryptionMode> other = Optional.of(EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE);
    assertModeExcluded(Stage.SELECTING.reach().malformed(4));
    assertModeExcluded(describing(Optional.empty(), 32));
    assertModeExcluded(describing(other, 32));
    for (int length : new int[] {0, 31, 33}) {
      assertModeExcluded(describing(Optional.of(FlowSimulation.MODE), length));
    }
  }

  private static FlowSimulation describing(Optional<EncryptionMode> mode, int keyLength) {
    return Stage.SELECTING.reach().on(new VoiceEvent.Described(1, mode, 1, keyLength));
  }

  private static void assertModeExcluded(FlowSimulation flow) {
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.did()).contains("violation C7");
    assertThat(flow.memory().udp().modes()).doesNotContain(FlowSimulation.MODE).hasSize(1);
    flow.waitOver().rejoin(2).open().hello().ready().udpReady().discovered().malformed(4);
    flow.thenEnded(
        FailureCause.NO_COMMON_MODE, new Trigger.Event(EventKind.SESSION_DESCRIPTION_UNUSABLE));
  }

  @ParameterizedTest
  @EnumSource(names = {"GREETED", "READY", "DISCOVERING"})
  void unexpectedSessionDescriptionIsAViolation(Stage stage) {
    FlowSimulation flow = stage.reach().described();
    assertThat(flow.state()).isEqualTo(stage.state());
    assertThat(flow.last().row().outcome()).isEqualTo(Outcome.VIOLATION);
    assertThat(flow.did()).hasSize(2).contains("start VIOLATIONS 10000 ms");
    stage.reach().malformed(4).then(stage.state(), "violation C7", "start VIOLATIONS 10000 ms");
  }

  @ParameterizedTest
  @EnumSource(names = {"GREETED", "READY", "DISCOVERING", "SELECTING", "ESTABLISHED", "DOUBTING"})
  void unexpectedResumedIsAViolation(Stage stage) {
    stage
        .reach()
        .on(now -> new VoiceEvent.ResumedReceived(now.socket().generation()))
        .then(stage.state(), "violation C8", "start VIOLATIONS 10000 ms");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "GREETED",
        "READY",
        "DISCOVERING",
        "SELECTING",
        "ESTABLISHED",
        "DOUBTING",
        "RESUMING_GREETED"
      })
  void socketIsAbortedWhenHeartbeatsAreUnanswered(Stage stage) {
    FlowSimulation flow = stage.reach();
    int socket = flow.memory().socket().generation();
    flow.heartbeatsMissed();
    assertThat(flow.did()).contains("abort socket " + socket);
    assertThat(flow.trigger()).isEqualTo(new Trigger.Event(EventKind.HEARTBEATS_MISSED));
    switch (stage.state()) {
      case ESTABLISHED -> assertThat(flow.state()).isEqualTo(VoiceState.RESUMING);
      case RESUMING -> flow.thenWaits(BackoffPlan.RESUME, 800, 1_200);
      default -> flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    }
  }

  @Test
  void connectionFailsWhenTheUdpSocketFailsToOpenThreeTimesInARow() {
    FlowSimulation flow = Stage.READY.reach();
    for (int round = 2; round <= 3; round++) {
      flow.on(now -> new VoiceEvent.UdpOpenFailed(now.udp().generation(), "no socket left"));
      assertThat(flow.state()).isEqualTo(BACKOFF);
      assertThat(flow.did()).contains("close socket " + (round - 1) + " with 1000");
      flow.waitOver().rejoin(round).open().hello().ready();
    }
    flow.on(now -> new VoiceEvent.UdpOpenFailed(now.udp().generation(), "no socket left"))
        .thenEnded(FailureCause.UDP_UNAVAILABLE, new Trigger.Failure("no socket left"));
  }

  @Test
  void unreachableUdpIsIgnoredInStateDiscoveringButCausesARejoinInSelectingAndResuming() {
    Stage.DISCOVERING.reach().udpUnreachable().then(VoiceState.DISCOVERING);
    for (Stage stage : new Stage[] {Stage.SELECTING, Stage.REDIALLING}) {
      FlowSimulation flow = stage.reach().udpUnreachable();
      flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
      assertThat(flow.trigger()).isEqualTo(new Trigger.Failure("UDP: no route"));
      assertThat(flow.did()).contains("close path 1");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ESTABLISHED", "RESUMING"})
  void botRejoinsImmediatelyWhenTheNoncesAreNearlyExhausted(Stage stage) {
    FlowSimulation flow = stage.reach().nonceNearlySpent();
    flow.thenWaits(BackoffPlan.REJOIN, 0, 0);
    assertThat(flow.did()).contains("close path 1");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DISCONNECTED", "FAILED"})
  void failedEffectEndsTheConnectionInEveryState(Stage stage) {
    stage
        .reach()
        .on(new VoiceEvent.EffectFailed("OpenUdp failed"))
        .thenEnded(FailureCause.INTERNAL_ERROR, new Trigger.Failure("OpenUdp failed"));
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
        "RESUMING",
        "BACKOFF_RESUME",
        "BACKOFF_IDENTIFY",
        "BACKOFF_REJOIN"
      })
  void voiceStateWithoutChannelEndsTheConnection(Stage stage) {
    FlowSimulation flow = stage.reach().voiceStateWithoutChannel();
    flow.thenEnded(
        DisconnectReason.REMOVED, new Trigger.Event(EventKind.VOICE_STATE_WITHOUT_CHANNEL));
    assertThat(flow.did()).as("Discord has already removed the bot").doesNotContain("op4(null)");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"IDLE", "MOVING", "DISCONNECTED", "FAILED"})
  void evictedBotLeavesTheChannelUnlessTheGuildWasRemoved(Stage stage) {
    for (DisconnectReason reason :
        EnumSet.of(
            DisconnectReason.GUILD_REMOVED,
            DisconnectReason.CHANNEL_DELETED,
            DisconnectReason.PERMISSION_LOST)) {
      FlowSimulation flow = stage.reach().on(new VoiceEvent.Evicted(reason));
      flow.thenEnded(reason, new Trigger.Event(EventKind.EVICTED));
      assertThat(flow.did().contains("op4(null)"))
          .isEqualTo(reason != DisconnectReason.GUILD_REMOVED);
    }
  }
}
