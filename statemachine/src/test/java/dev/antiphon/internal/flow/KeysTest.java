package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.FAILED;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Trigger;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of the end-to-end encryption: their deadline, recoveries and rejoins. */
@Tag("P31")
class KeysTest {
  private static final int MORE_THAN_EVERY_BUDGET = 100;

  private static FlowSimulation report(FlowSimulation flow, KeyStatus status) {
    return flow.on(now -> new KeysReported(now.encryption().session(), status));
  }

  private static FlowLimits limits(Duration keys, int rejoins) {
    FlowLimits defaults = FlowLimits.ofDefaults();
    return new FlowLimits(
        Map.of(FlowTimer.KEYS, keys),
        defaults.serverLostDelay(),
        defaults.severedDelay(),
        defaults.serverRequests(),
        defaults.violationsTolerated(),
        defaults.takenOver(),
        defaults.policy(),
        defaults.modes(),
        RetryLimits.builder().rejoins(rejoins).build());
  }

  @Test
  void missingKeysAreRecoveredOnceThenTheConnectionRejoins() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    report(flow, KeyStatus.AWAITED).then(ESTABLISHED, "start KEYS 10000 ms", "stop STABLE");
    flow.advanceMillis(10_000).then(ESTABLISHED, "recover keys", "start KEYS 10000 ms");
    flow.advanceMillis(9_999);
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
    flow.advanceMillis(1);
    assertThat(flow.state()).isEqualTo(BACKOFF);
  }

  @Test
  void connectionIsStableThirtySecondsAfterTheKeysArrived() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().advanceMillis(5_000);
    report(flow, KeyStatus.AWAITED).advanceMillis(6_000);
    report(flow, KeyStatus.AVAILABLE).then(ESTABLISHED, "start STABLE 30000 ms", "stop KEYS");
    flow.advanceMillis(29_999);
    assertThat(flow.timers()).contains(FlowTimer.STABLE);
    flow.advanceMillis(1);
    assertThat(flow.last().row().id()).isEqualTo("E14.ES.2");
  }

  @Test
  void keysThatChangeWhileAudioFlowsDoNotDelayTheStableConnection() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    for (int seconds = 0; seconds < 28; seconds += 4) {
      report(flow, KeyStatus.CHANGING).then(ESTABLISHED, "start KEYS 10000 ms");
      flow.advanceMillis(2_000);
      report(flow, KeyStatus.AVAILABLE).then(ESTABLISHED, "stop KEYS");
      flow.advanceMillis(2_000);
    }
    flow.advanceMillis(2_000);
    assertThat(flow.last().row().id()).isEqualTo("E14.ES.2");
  }

  @Test
  void connectionWhoseKeysChangeIsNotStableYet() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().advanceMillis(25_000);
    report(flow, KeyStatus.CHANGING).advanceMillis(5_000);
    assertThat(flow.last().row().id()).isEqualTo("E14.ES.1");
    report(flow, KeyStatus.AVAILABLE).then(ESTABLISHED, "start STABLE 30000 ms", "stop KEYS");
  }

  @Test
  void everyCompletedChangeOfKeysStartsTheDeadlineAgain() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    for (int change = 0; change < 10; change++) {
      report(flow, KeyStatus.CHANGING).advanceMillis(9_000);
    }
    assertThat(flow.memory().encryption().recovered()).isFalse();
    flow.advanceMillis(1_000);
    assertThat(flow.memory().encryption().recovered()).isTrue();
  }

  @Test
  void newWaitAfterArrivedKeysRecoversAgain() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    report(flow, KeyStatus.AWAITED).advanceMillis(10_000);
    report(flow, KeyStatus.AVAILABLE);
    report(flow, KeyStatus.AWAITED).advanceMillis(10_000);
    flow.then(ESTABLISHED, "recover keys", "start KEYS 10000 ms");
  }

  @Test
  void waitForKeysContinuesAfterAResume() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    report(flow, KeyStatus.AWAITED).advanceMillis(10_000).closed(1006);
    assertThat(flow.timers()).doesNotContain(FlowTimer.KEYS);
    flow.resume();
    assertThat(flow.timers()).contains(FlowTimer.KEYS).doesNotContain(FlowTimer.STABLE);
    flow.advanceMillis(10_000);
    assertThat(flow.state()).isEqualTo(BACKOFF);
  }

  @Test
  void keysThatArriveDuringAResumeEndTheWait() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    report(flow, KeyStatus.AWAITED).closed(1006);
    report(flow, KeyStatus.AVAILABLE).then(RESUMING);
    flow.resume();
    assertThat(flow.timers()).contains(FlowTimer.STABLE).doesNotContain(FlowTimer.KEYS);
  }

  @Test
  void reportOfAnEarlierSessionIsLate() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    int session = flow.memory().encryption().session();
    flow.reconnect();
    flow.on(new KeysReported(session, KeyStatus.SPENT));
    assertThat(flow.last().row().id()).isEqualTo("G0");
    flow.on(new KeysReported(0, KeyStatus.SPENT));
    assertThat(flow.last().row().id()).isEqualTo("G0");
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyStatus.class,
      names = {"SPENT", "OTHER_CHANNEL"})
  void sessionThatCannotHelpItselfRejoinsAtOnce(KeyStatus status) {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    assertThat(report(flow, status).state()).isEqualTo(BACKOFF);
    FlowSimulation resuming = Stage.RESUMING.reach();
    assertThat(report(resuming, status).state()).isEqualTo(BACKOFF);
  }

  @Test
  void rejoinAfterAGroupOfAnotherChannelComesSoon() {
    for (Stage stage : new Stage[] {Stage.ESTABLISHED, Stage.RESUMING}) {
      RetryLimits limits = RetryLimits.DEFAULTS;
      long soon = limits.soonDelay().toMillis();
      report(stage.reach(), KeyStatus.OTHER_CHANNEL).thenWaits(BackoffPlan.REJOIN, 0, soon);
    }
  }

  @Test
  void connectionThatEndsWithoutKeysLeavesTheChannel() {
    FlowSimulation flow = Stage.ESTABLISHED.reach(limits(Duration.ofSeconds(10), 0));
    report(flow, KeyStatus.AWAITED).advanceMillis(10_000).advanceMillis(10_000);
    flow.thenEnded(FailureCause.END_TO_END_FAILED, new Trigger.TimedOut(FlowTimer.KEYS));
    assertThat(flow.did()).contains("op4(null)");
  }

  @Test
  void groupOfAnotherChannelWaitsForTheVoiceStateOfAMove() {
    FlowSimulation flow =
        Stage.ESTABLISHED.reach().voiceServer(2, 2).advanceMillis(250).establish();
    report(flow, KeyStatus.OTHER_CHANNEL).then(ESTABLISHED, "start KEYS 10000 ms", "stop STABLE");
    flow.voiceState(FlowSimulation.OTHER_CHANNEL, 1);
    assertThat(flow.memory().intent().target()).hasValue(FlowSimulation.OTHER_CHANNEL);
    assertThat(flow.did()).anyMatch(did -> did.startsWith("dial"));
  }

  /** A recovery cannot help, so the connection waits for no second deadline. */
  @Test
  void groupOfAnotherChannelWithoutAMoveRejoinsAfterOneDeadline() {
    FlowSimulation flow =
        Stage.ESTABLISHED.reach().voiceServer(2, 2).advanceMillis(250).establish();
    report(flow, KeyStatus.OTHER_CHANNEL).then(ESTABLISHED, "start KEYS 10000 ms", "stop STABLE");
    flow.advanceMillis(9_999);
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
    assertThat(flow.advanceMillis(1).state()).isEqualTo(BACKOFF);
    assertThat(flow.did()).doesNotContain("recover keys");
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyStatus.class,
      names = {"SPENT", "OTHER_CHANNEL"})
  void reportBeforeAResumeRejoinsAfterOneDeadline(KeyStatus status) {
    FlowSimulation flow = Stage.BACKOFF_RESUME.reach();
    report(flow, status).waitOver();
    assertThat(flow.resume().state()).isEqualTo(ESTABLISHED);
    assertThat(flow.advanceMillis(10_000).state()).isEqualTo(BACKOFF);
  }

  /** Also if the deadline for keys is shorter or longer than the time until a stable connection. */
  @ParameterizedTest
  @ValueSource(longs = {1, 50, 1_000, 10_000, 29_999, 30_000, 30_001, 60_000, 86_400_000})
  void connectionWithoutKeysEndsWithinItsRejoinsForEveryDeadline(long keys) {
    for (int rejoins : new int[] {0, 1, 5}) {
      FlowLimits limits = limits(Duration.ofMillis(keys), rejoins);
      FlowSimulation flow = Stage.ESTABLISHED.reach(limits);
      int sessions = 1;
      report(flow, KeyStatus.AWAITED);
      while (flow.state() != FAILED && sessions < MORE_THAN_EVERY_BUDGET) {
        assertThat(flow.timers()).contains(FlowTimer.KEYS).doesNotContain(FlowTimer.STABLE);
        flow.advanceMillis(keys).advanceMillis(keys);
        if (flow.state() == BACKOFF) {
          sessions++;
          flow.waitOver();
          flow.rejoin(sessions).establish();
          report(flow, KeyStatus.AWAITED);
        }
      }
      assertThat(flow.substate()).isEqualTo(FailureCause.END_TO_END_FAILED);
      assertThat(sessions).isEqualTo(1 + rejoins);
    }
  }
}
