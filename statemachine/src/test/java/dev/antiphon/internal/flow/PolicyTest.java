package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.LOST;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.Budgets;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The flow asks the application's policy three questions. Answers arrive at any time (H1 to H3).
 */
class PolicyTest {
  private static final FlowLimits ASKING = FlowLimits.ofDefaults().withPolicy();

  @Test
  void policyIsAskedForTheRetryBudgetsOnJoin() {
    new FlowSimulation(ASKING)
        .join()
        .then(AWAITING_SERVER_UPDATE, "op4(7)", "ask policy BUDGETS #1", "start SERVER 10000 ms");
  }

  @Test
  void noQuestionIsSentWhenThereIsNoPolicy() {
    for (Stage stage : Stage.values()) {
      assertThat(stage.reach().story()).noneMatch(did -> did.startsWith("ask policy"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DISCONNECTED", "FAILED"})
  void grantedRetryBudgetsAreAcceptedInEveryState(Stage stage) {
    FlowSimulation flow = stage.reach(ASKING).on(grant(2, 3)).then(stage.state());
    assertThat(flow.memory().budgets()).isEqualTo(new Budgets(2, 3));
  }

  @Test
  void connectionFailsWhenTheGrantedRetryBudgetsAreUsedUp() {
    FlowSimulation flow = Stage.ESTABLISHED.reach(ASKING).on(grant(1, 1));
    flow.closed(1006).resume().closed(1006).thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    flow.waitOver().rejoin(2).establish().closed(1006);
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.Closed(1006));
  }

  @Test
  void connectionFailsOnTheFirstLossWhenTheGrantedRetryBudgetsAreZero() {
    FlowSimulation flow = Stage.ESTABLISHED.reach(ASKING).on(grant(0, 0)).closed(1006);
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.Closed(1006));
  }

  @Test
  void connectionFailsAfterTheBackoffWhenTheGrantedBudgetIsAlreadyUsedUp() {
    FlowSimulation flow = Stage.RESUMING_GREETED.reach(ASKING).closed(1006).on(grant(0, 0));
    flow.then(BACKOFF).waitOver();
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.TimedOut(FlowTimer.BACKOFF));
  }

  @Test
  void grantedRetryBudgetsAreKeptAfterAStableConnection() {
    FlowSimulation flow = Stage.ESTABLISHED.reach(ASKING).on(grant(0, 1)).advanceMillis(30_000);
    assertThat(flow.memory().budgets()).isEqualTo(new Budgets(0, 1));
  }

  @Test
  void policyIsAskedHowLongToWaitAfterAPossibleKick() {
    FlowSimulation flow = Stage.SEVERED.reach(ASKING);
    assertThat(flow.did()).endsWith("start SERVER 5000 ms", "ask policy WINDOW #3");
    flow.advanceMillis(4_000).on(window(3, 30_000));
    flow.then(AWAITING_SERVER_UPDATE, "start SERVER 30000 ms").advanceMillis(29_999);
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
    flow.advanceMillis(1)
        .thenEnded(DisconnectReason.KICKED, new Trigger.TimedOut(FlowTimer.SERVER));
  }

  @Test
  void grantedWaitTimeOfZeroEndsTheWait() {
    FlowSimulation flow = Stage.SEVERED.reach(ASKING).on(window(3, 0)).advanceMillis(0);
    flow.thenEnded(DisconnectReason.KICKED, new Trigger.TimedOut(FlowTimer.SERVER));
  }

  @Test
  void waitTimeIsIgnoredWhenItIsGrantedAfterTheEndOfTheWait() {
    FlowSimulation flow = Stage.SEVERED.reach(ASKING).voiceState(8, 1).on(window(3, 1));
    flow.then(AWAITING_SERVER_UPDATE).voiceServer(2, 2).on(window(3, 1));
    flow.then(VoiceState.IDENTIFYING).establish().closed(4014).on(window(3, 1));
    flow.then(AWAITING_SERVER_UPDATE);
    assertThat(flow.last().isStale()).as("it answers an earlier question").isTrue();
  }

  @Test
  void grantedWaitTimeIsUsedAgainWhenTheMainGatewayResumes() {
    FlowSimulation flow = Stage.SEVERED.reach(ASKING).on(window(3, 300_000));
    flow.mainSession(LOST).mainSession(VoiceEvent.MainSession.Change.RESUMED);
    assertThat(flow.did()).contains("start SERVER 300000 ms");
    flow.voiceState(8, 1)
        .then(AWAITING_SERVER_UPDATE, "start PAIR 2000 ms", "start SERVER 10000 ms");
  }

  @Test
  void connectionFailsDuringTheRejoinBackoffWhenTheGrantedBudgetsAreZero() {
    FlowSimulation flow = Stage.BACKOFF_REJOIN.reach(ASKING).on(grant(0, 0));
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.Event(EventKind.POLICY_BUDGETS));
  }

  @Test
  void policyIsNotAskedAboutAReconnectByTheApplication() {
    FlowSimulation flow = Stage.ESTABLISHED.reach(ASKING).on(new Command.Reconnect());
    flow.thenWaits(BackoffPlan.REJOIN, 0, 0);
    assertThat(flow.did()).noneMatch(did -> did.startsWith("ask policy"));
  }

  @Test
  void grantedWaitTimeStartsNoTimerWhileTheMainGatewayIsLost() {
    FlowSimulation flow = Stage.SEVERED.reach(ASKING).mainSession(LOST).on(window(3, 1));
    flow.then(AWAITING_SERVER_UPDATE);
    assertThat(flow.timers()).containsExactlyInAnyOrder(FlowTimer.HOLD, FlowTimer.RECOVERY);
  }

  @Test
  void rejoinProceedsWithoutWaitingForThePolicyAnswer() {
    FlowSimulation flow = Stage.BACKOFF_REJOIN.reach(ASKING);
    assertThat(flow.did()).endsWith("start BACKOFF 250 ms", "ask policy REJOIN #3");
    assertThat(flow.waitOver().state()).isEqualTo(AWAITING_SERVER_UPDATE);
  }

  @Test
  void policyCanForbidTheRejoinThatReplacesAResume() {
    FlowLimits rejoining = ASKING.with(RetryLimits.builder().resumes(0).build());
    FlowSimulation flow = Stage.ESTABLISHED.reach(rejoining).closed(1006);
    assertThat(flow.did()).contains("ask policy REJOIN #3");
    flow.on(new PolicyAnswer.ForbidRejoin(3))
        .thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.Event(EventKind.POLICY_NO_REJOIN));
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKOFF_REJOIN", "BACKOFF_HELD", "LEAVING", "REJOINING"})
  void connectionFailsWithRetriesExhaustedWhenTheRejoinIsForbidden(Stage stage) {
    FlowSimulation flow = stage.reach(ASKING);
    flow.on(new PolicyAnswer.ForbidRejoin(3))
        .thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.Event(EventKind.POLICY_NO_REJOIN));
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKOFF_RESUME", "BACKOFF_IDENTIFY"})
  void policyIsAskedWhenABackoffTurnsIntoARejoin(Stage stage) {
    for (long channel : new long[] {7, 8}) {
      FlowSimulation flow = stage.reach(ASKING.with(TakenOver.FOLLOW)).voiceState(channel, 2);
      assertThat(flow.did()).anyMatch(did -> did.startsWith("ask policy REJOIN"));
      flow.on(now -> new PolicyAnswer.ForbidRejoin(now.retries().questions()));
      assertThat(flow.substate()).isEqualTo(FailureCause.RETRIES_EXHAUSTED);
    }
  }

  @Test
  void answerToAnEarlierQuestionIsDroppedAsStale() {
    FlowSimulation flow = Stage.LEAVING.reach(ASKING).rejoin(2).establish().closed(4006);
    flow.on(new PolicyAnswer.ForbidRejoin(3)).then(BACKOFF);
    assertThat(flow.last().isStale()).isTrue();
  }

  /** The answer belongs to an earlier rejoin. No question was asked about this rejoin. */
  @Test
  void answerToAnEarlierRejoinDoesNotAffectALaterRejoin() {
    FlowSimulation flow = Stage.LEAVING.reach(ASKING).rejoin(2).establish().mainSession(NEW);
    flow.on(new PolicyAnswer.ForbidRejoin(3)).then(AWAITING_SERVER_UPDATE);
    flow.voiceState(7, 3).voiceServer(3, 3).establish();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKOFF_RESUME", "BACKOFF_IDENTIFY", "ASKED", "SEVERED", "ESTABLISHED"})
  void rejoinProhibitionIsIgnoredWhenNoRejoinIsInProgress(Stage stage) {
    FlowSimulation flow = stage.reach(ASKING);
    flow.on(now -> new PolicyAnswer.ForbidRejoin(now.retries().questions())).then(stage.state());
  }

  private static PolicyAnswer grant(int resumes, int rejoins) {
    return new PolicyAnswer.GrantBudgets(new Budgets(resumes, rejoins));
  }

  private static PolicyAnswer window(int question, long milliseconds) {
    return new PolicyAnswer.GrantWindow(question, Duration.ofMillis(milliseconds));
  }
}
