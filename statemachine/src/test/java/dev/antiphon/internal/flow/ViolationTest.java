package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Outcome;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Violations of the protocol by the voice server, and their common budget. */
class ViolationTest {
  private static final List<Stage> GREETED_STAGES =
      List.of(
          Stage.GREETED,
          Stage.RESUMING_GREETED,
          Stage.READY,
          Stage.DISCOVERING,
          Stage.SELECTING,
          Stage.ESTABLISHED,
          Stage.DOUBTING);

  /** A message that is out of place, or that cannot be decoded. */
  private enum Message {
    HELLO(FlowSimulation::hello),
    READY(FlowSimulation::ready),
    READY_UNUSABLE(flow -> flow.ready(1, Set.of(), 1)),
    DESCRIPTION(FlowSimulation::described),
    DESCRIPTION_UNUSABLE(flow -> flow.malformed(4)),
    RESUMED(FlowSimulation::resumed),
    MALFORMED(flow -> flow.malformed(-1));

    private final UnaryOperator<FlowSimulation> arrives;

    Message(UnaryOperator<FlowSimulation> arrives) {
      this.arrives = arrives;
    }

    FlowSimulation arrive(FlowSimulation flow) {
      return arrives.apply(flow);
    }
  }

  /** Where a message has a meaning, it is no violation. */
  private static final Map<Message, Set<VoiceState>> IN_PLACE = new EnumMap<>(Message.class);

  static {
    Set<VoiceState> granting = Set.of(VoiceState.IDENTIFYING, RESUMING);
    IN_PLACE.put(Message.READY, granting);
    IN_PLACE.put(Message.READY_UNUSABLE, granting);
    IN_PLACE.put(Message.DESCRIPTION, Set.of(VoiceState.SELECTING, RESUMING, ESTABLISHED));
    IN_PLACE.put(Message.DESCRIPTION_UNUSABLE, Set.of(VoiceState.SELECTING));
    IN_PLACE.put(Message.RESUMED, Set.of(RESUMING));
  }

  static Stream<Arguments> misplaced() {
    return GREETED_STAGES.stream()
        .flatMap(
            stage ->
                Arrays.stream(Message.values())
                    .filter(
                        message ->
                            !IN_PLACE.getOrDefault(message, Set.of()).contains(stage.state()))
                    .map(message -> Arguments.of(stage, message)));
  }

  @ParameterizedTest
  @MethodSource("misplaced")
  void thirdViolationWithinTenSecondsEndsTheSocket(Stage stage, Message message) {
    FlowSimulation flow = message.arrive(stage.reach());
    assertThat(flow.state()).isEqualTo(stage.state());
    assertThat(flow.did()).contains(violation(flow), "start VIOLATIONS 10000 ms");
    message.arrive(flow);
    assertThat(flow.state()).isEqualTo(stage.state());
    assertThat(flow.last().row().outcome()).isEqualTo(Outcome.VIOLATION);
    message.arrive(flow);
    assertThat(flow.did()).contains(violation(flow));
    if (stage.state() == ESTABLISHED) {
      assertThat(flow.state()).isEqualTo(RESUMING);
      assertThat(flow.did()).contains("abort socket 1", "redial socket 2 at endpoint 1");
    } else if (stage.state() == RESUMING) {
      flow.thenWaits(BackoffPlan.REJOIN, 250, 250);
    } else {
      flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    }
  }

  /** The report of the last event. */
  private static String violation(FlowSimulation flow) {
    return "violation " + flow.last().kind().line();
  }

  @ParameterizedTest
  @EnumSource
  void violationsOfAllKindsSpendOneBudget(Message message) {
    FlowSimulation flow = Stage.ESTABLISHED.reach().malformed(-1).resumed();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
    boolean harmless = IN_PLACE.getOrDefault(message, Set.of()).contains(ESTABLISHED);
    assertThat(message.arrive(flow).state()).isEqualTo(harmless ? ESTABLISHED : RESUMING);
  }

  @Test
  void socketsThatKeepViolatingTheProtocolEndInAResumeThenARejoinThenAFailure() {
    RetryLimits budgets = RetryLimits.builder().resumes(1).rejoins(1).build();
    FlowSimulation flow = Stage.ESTABLISHED.reach(FlowSimulation.limits(budgets));
    flow.resumed().resumed().resumed();
    assertThat(flow.state()).isEqualTo(RESUMING);
    flow.resume().resumed().resumed().resumed();
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    flow.waitOver().rejoin(2).establish();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
    flow.resumed().resumed().resumed();
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.Event(EventKind.RESUMED));
  }

  @Test
  void readyWithAnotherSsrcCausesARejoinEvenIfASessionCanBeResumed() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().resumed().resumed();
    flow.ready(FlowSimulation.SSRC + 1, Set.of(FlowSimulation.MODE), 1);
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
  }

  @Test
  void thirdViolationIsReportedEvenWhenARetryBudgetIsZero() {
    RetryLimits.Builder budgets = RetryLimits.builder().resumes(0);
    FlowSimulation flow = Stage.ESTABLISHED.reach(FlowSimulation.limits(budgets.build()));
    flow.malformed(-1).malformed(-1).malformed(-1).thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.did()).contains("violation C15", "abort socket 1");

    budgets.resumes(1).rejoins(0);
    flow = Stage.RESUMING_GREETED.reach(FlowSimulation.limits(budgets.build()));
    flow.malformed(-1).malformed(-1).malformed(-1);
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.Event(EventKind.MALFORMED));
    assertThat(flow.did()).contains("violation C15", "op4(null)");
  }

  @ParameterizedTest
  @MethodSource("misplaced")
  void lastViolationIsReportedWhenNoRetryIsLeft(Stage stage, Message message) {
    int resumes = stage.state() == RESUMING ? 1 : 0;
    RetryLimits budgets = RetryLimits.builder().resumes(resumes).rejoins(0).build();
    FlowSimulation flow = stage.reach(FlowSimulation.limits(budgets)).malformed(-1).malformed(-1);
    message.arrive(flow);
    assertThat(flow.substate()).isEqualTo(FailureCause.RETRIES_EXHAUSTED);
    assertThat(flow.did())
        .contains(violation(flow), "op4(null)")
        .endsWith("drop credentials", "ended");
  }

  @ParameterizedTest
  @EnumSource(names = {"HELLO", "READY_UNUSABLE", "DESCRIPTION_UNUSABLE", "RESUMED", "MALFORMED"})
  void lastViolationAbortsAnEstablishedSocketWhenNoResumeIsLeft(Message message) {
    RetryLimits budgets = RetryLimits.builder().resumes(0).build();
    FlowSimulation flow = Stage.ESTABLISHED.reach(FlowSimulation.limits(budgets));
    message.arrive(flow.malformed(-1).malformed(-1));
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.did()).contains(violation(flow), "abort socket 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void sessionDescriptionOfTheModeOfTheLastSessionIsAViolationWhileIdentifying(int rejoins) {
    RetryLimits budgets = RetryLimits.builder().rejoins(rejoins).build();
    FlowSimulation flow = Stage.ESTABLISHED.reach(FlowSimulation.limits(budgets)).closed(4006);
    flow.waitOver().rejoin(2).open().hello().described();
    flow.then(VoiceState.IDENTIFYING, "violation C6", "start VIOLATIONS 10000 ms");
    flow.described().described();
    assertThat(flow.did()).contains("violation C6");
    if (rejoins == 1) {
      flow.thenEnded(
          FailureCause.RETRIES_EXHAUSTED, new Trigger.Event(EventKind.SESSION_DESCRIPTION));
      assertThat(flow.did()).contains("op4(null)");
    } else {
      flow.thenWaits(BackoffPlan.REJOIN, 1_000, 2_000);
    }
  }

  @Test
  void violationCountIsResetTenSecondsAfterTheFirstViolation() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().malformed(-1).advanceMillis(9_999);
    flow.resumed();
    assertThat(flow.advanceMillis(1).last().row().id()).isEqualTo("E18.ES.1");
    flow.malformed(-1).then(ESTABLISHED, "violation C15", "start VIOLATIONS 10000 ms");
    flow.resumed().then(ESTABLISHED, "violation C8");
    assertThat(flow.malformed(-1).state()).isEqualTo(RESUMING);
  }

  @Test
  void violationCountIsResetForANewSocket() {
    FlowSimulation flow = Stage.ESTABLISHED.reach().malformed(-1).malformed(-1).closed(1006);
    assertThat(flow.did()).contains("stop VIOLATIONS");
    assertThat(flow.memory().violations()).isZero();
    flow.open().malformed(-1).then(RESUMING, "violation C15", "start VIOLATIONS 10000 ms");
  }
}
