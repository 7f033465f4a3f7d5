package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Trigger;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A resume replaces a lost socket. The session continues, and audio is not interrupted. */
class ResumeTest {

  @Test
  void lostSocketIsReplacedAndTheSessionIsResumed() {
    Stage.ESTABLISHED
        .reach()
        .closed(1006)
        .then(
            RESUMING,
            "stop STABLE",
            "hold op5 of socket 1",
            "start RESUME_WINDOW 60000 ms",
            "redial socket 2 at endpoint 1",
            "start DIAL 10000 ms")
        .open()
        .then(
            RESUMING,
            "stop DIAL",
            "resume on socket 2 with session 1, token 1",
            "start RESUMED 5000 ms",
            "start HELLO 5000 ms")
        .hello()
        .then(RESUMING, "stop HELLO", "heartbeat on socket 2 every 41250.0 ms")
        .resumed()
        .then(
            ESTABLISHED,
            "stop RESUMED",
            "op5 on socket 2 as 4711",
            "start STABLE 30000 ms",
            "joined");
  }

  /** {@link HeldResources} checks that audio stays published during the whole resume. */
  @Test
  void udpPathAndAudioStayActiveDuringAResume() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().closed(1006).resume();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
    List<String> story = flow.story();
    assertThat(Collections.frequency(story, "open path 1")).isEqualTo(1);
    assertThat(story.stream().filter(did -> did.startsWith("publish "))).hasSize(1);
    assertThat(story.stream().filter(did -> did.startsWith("rekey "))).isEmpty();
    assertThat(story.stream().filter(did -> did.startsWith("dial "))).hasSize(1);
    assertThat(flow.memory().udp().generation()).isEqualTo(1);
  }

  /**
   * The key stays the same, so its nonces continue. This also holds after a back-off without audio.
   */
  @Test
  void resumeAfterABackoffUsesTheSameUdpPathWithTheSameKey() {
    FlowSimulation flow = Stage.BACKOFF_RESUME.reach();
    assertThat(flow.did())
        .contains("withdraw path 1", "keep path 1 alive no longer")
        .doesNotContain("close path 1");
    flow.waitOver();
    flow.then(
        RESUMING,
        "redial socket 3 at endpoint 1",
        "publish path 1 as 4711 under key 1 (AEAD_AES256_GCM_RTPSIZE)",
        "keep path 1 alive",
        "start DIAL 10000 ms");
    assertThat(flow.resume().state()).isEqualTo(ESTABLISHED);
  }

  @Test
  void sessionDescriptionDuringAResumeReplacesTheKeyOnlyIfTheKeyIsNew() {
    FlowSimulation flow = Stage.RESUMING.reach().described(1).then(RESUMING);
    flow.described(2)
        .then(RESUMING, "rekey path 1 as 4711 under key 2 (AEAD_AES256_GCM_RTPSIZE)")
        .malformed(4)
        .then(RESUMING, "violation C7", "start VIOLATIONS 10000 ms");
  }

  @Test
  void resumesAreTriedImmediatelyAndAfterOneTwoAndFourSeconds() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().closed(1006);
    assertThat(flow.state()).isEqualTo(RESUMING);
    for (long second : new long[] {1_000, 2_000, 4_000}) {
      flow.closed(1006).thenWaits(BackoffPlan.RESUME, second * 4 / 5, second * 6 / 5);
      assertThat(flow.waitOver().state()).isEqualTo(RESUMING);
    }
    flow.closed(1006).thenWaits(BackoffPlan.REJOIN, 250, 250);
    assertThat(flow.did()).contains("close path 1");
    assertThat(flow.memory().retries().resumes()).isEqualTo(4);
  }

  /** A server that accepts each resume and then closes the socket must not be resumed forever. */
  @Test
  void immediateResumeCountsAgainstTheRetryBudget() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    for (int attempt = 1; attempt <= 4; attempt++) {
      assertThat(flow.closed(1001).state()).as("attempt %d", attempt).isEqualTo(RESUMING);
      flow.resume();
    }
    flow.closed(1001).thenWaits(BackoffPlan.REJOIN, 500, 1_000);
  }

  @Test
  void retryCountsAreResetAfterThirtySecondsInEstablished() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().closed(1006).resume().advanceMillis(29_999);
    assertThat(flow.memory().retries().resumes()).isEqualTo(1);
    flow.advanceMillis(1).then(ESTABLISHED, "stop RESUME_WINDOW");
    assertThat(flow.memory().retries()).isEqualTo(Retries.NONE);
  }

  @Test
  void retryCountsAreKeptUntilThirtySecondsAfterAResume() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().advanceMillis(29_000).closed(1006).resume();
    flow.advanceMillis(29_999);
    assertThat(flow.memory().retries().resumes()).isEqualTo(1);
  }

  @Test
  void sessionIsNotResumedLaterThanOneMinuteAfterTheFirstLoss() {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    for (int loss = 0; loss < 2; loss++) {
      flow.closed(1006).resume().advanceMillis(29_000);
    }
    flow.closed(1006).open().hello().advanceMillis(1_999);
    assertThat(flow.memory().retries().windowOver()).isFalse();
    flow.advanceMillis(1).then(RESUMING);
    assertThat(flow.last().row().id()).isEqualTo("E20.RS.1");
    flow.resumed().closed(1006).thenWaits(BackoffPlan.REJOIN, 500, 1_000);

    flow.waitOver().rejoin(2).establish().advanceMillis(30_000);
    assertThat(flow.closed(1006).state()).isEqualTo(RESUMING);
  }

  @Test
  void botRejoinsWhenABackoffIsLongerThanTheResumeWindow() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().closed(1006).resume().advanceMillis(29_000);
    flow.closed(1006).resume().advanceMillis(29_000).closed(1006).open().advanceMillis(1_900);
    flow.closed(1006).thenWaits(BackoffPlan.RESUME, 3_200, 4_800).waitOver();
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.did()).contains("close path 1");
  }

  @Test
  void connectionFailsWhenABackoffIsLongerThanTheResumeWindowAndNoRejoinIsLeft() {
    RetryLimits never = RetryLimits.builder().rejoins(0).build();
    FlowLimits limits = FlowSimulation.limits(never);
    FlowSimulation flow = Stage.ESTABLISHED.reach(limits).closed(1006).resume();
    flow.advanceMillis(29_000).closed(1006).resume().advanceMillis(29_000).closed(1006).open();
    flow.advanceMillis(1_900).closed(1006).thenWaits(BackoffPlan.RESUME, 3_200, 4_800).waitOver();
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.TimedOut(FlowTimer.BACKOFF));
    assertThat(flow.did()).as("the channel is left").contains("op4(null)");
  }

  @Test
  void botRejoinsWithoutAResumeBudgetAndTheConnectionFailsWithoutAnyBudget() {
    FlowLimits noResumes = FlowSimulation.limits(RetryLimits.builder().resumes(0).build());
    Stage.ESTABLISHED.reach(noResumes).closed(1006).thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    FlowLimits nothing =
        FlowSimulation.limits(RetryLimits.builder().resumes(0).rejoins(0).identifies(0).build());
    for (Stage stage : new Stage[] {Stage.GREETED, Stage.SELECTING, Stage.ESTABLISHED}) {
      stage
          .reach(nothing)
          .closed(1006)
          .thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.Closed(1006));
    }
  }

  @Test
  void joinDuringAResumeCompletesWhenTheSessionIsResumed() {
    FlowSimulation flow = Stage.RESUMING.reach().join(FlowSimulation.CHANNEL).then(RESUMING);
    assertThat(flow.resumed().did()).contains("joined");
  }

  @Test
  void mainGatewayLossDoesNotInterruptAResume() {
    FlowSimulation flow =
        Stage.ESTABLISHED.reach().mainSession(VoiceEvent.MainSession.Change.LOST).closed(1006);
    flow.advance(Duration.ofSeconds(3));
    assertThat(flow.resume().state()).isEqualTo(ESTABLISHED);
  }
}
