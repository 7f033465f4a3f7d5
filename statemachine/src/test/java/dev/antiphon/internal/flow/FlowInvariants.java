package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Intent.PendingRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Checks after each step of a {@link FlowSimulation} what holds in every scenario: the timers of
 * requests and of the main gateway, and the budgets.
 *
 * <p>These checks cover each start and stop of {@link FlowTimer#DECIDE} and {@link
 * FlowTimer#RECOVERY}. So a scenario does not list them among the effects of a step.
 */
final class FlowInvariants {
  private static final Set<FlowTimer> CHECKED = Set.of(FlowTimer.DECIDE, FlowTimer.RECOVERY);

  private final FlowLimits limits;
  private Surroundings surroundings = new Surroundings(false, false);

  /** Whether the connection was established, and is lost now. */
  private boolean lost;

  FlowInvariants(FlowLimits limits) {
    this.limits = limits;
  }

  /** The same invariants, at the same step. */
  FlowInvariants(FlowInvariants origin) {
    limits = origin.limits;
    surroundings = origin.surroundings;
    lost = origin.lost;
  }

  /** Whether the effect starts or stops a timer that is checked here. */
  static boolean covers(Effect effect) {
    return effect instanceof Effect.StartTimer start && CHECKED.contains(start.timer())
        || effect instanceof Effect.StopTimer stop && CHECKED.contains(stop.timer());
  }

  void after(FlowDecision decision) {
    requestHasDeadline(decision);
    lostConnectionHasDeadline(decision);
    assertThat(decision.memory().timers().isArmed(FlowTimer.HOLD))
        .as(
            "HOLD runs exactly while the flow waits for the lost main gateway, after %s",
            decision.event())
        .isEqualTo(missesTheMainGateway(decision));
    isWithinBudgets(decision);
  }

  /** DECIDE runs exactly while a request is pending. It starts once for each request. */
  private void requestHasDeadline(FlowDecision decision) {
    boolean undecidedBefore = surroundings.undecided();
    surroundings = surroundings.after(decision.before().memory(), decision);
    boolean undecided = surroundings.undecided();
    FlowMemory memory = decision.memory();
    assertThat(memory.timers().isArmed(FlowTimer.DECIDE))
        .as("DECIDE runs after %s", decision.event())
        .isEqualTo(undecided);
    assertThat(memory.intent().pendingRequest() != PendingRequest.NONE)
        .as("a request is pending after %s", decision.event())
        .isEqualTo(undecided);
    boolean fails =
        decision.effects().stream()
            .anyMatch(
                effect ->
                    effect instanceof Effect.FailMove || effect instanceof Effect.FailRequests);
    assertThat(starts(FlowTimer.DECIDE, decision))
        .as("starts of DECIDE with %s", decision.event())
        .isEqualTo(
            undecided && (fails || !undecidedBefore)
                ? List.of(limits.delay(FlowTimer.DECIDE))
                : List.of());
  }

  /** RECOVERY runs exactly while a connection is lost that was established. */
  private void lostConnectionHasDeadline(FlowDecision decision) {
    boolean away = decision.to() != VoiceState.ESTABLISHED && !decision.to().isTerminal();
    boolean leaves = decision.before().state() == VoiceState.ESTABLISHED && away;
    boolean again = lost && away && requestsAgain(decision);
    lost = away && (lost || leaves);
    assertThat(decision.memory().timers().isArmed(FlowTimer.RECOVERY))
        .as("RECOVERY runs after %s", decision.event())
        .isEqualTo(lost);
    assertThat(starts(FlowTimer.RECOVERY, decision))
        .as("starts of RECOVERY with %s", decision.event())
        .isEqualTo(
            leaves || again
                ? List.of(limits.recoveryDelay(decision.memory().budgets()))
                : List.of());
  }

  private static boolean requestsAgain(FlowDecision decision) {
    return decision.event() instanceof Command
        && decision.row().actions().contains(Action.RESET_BUDGETS);
  }

  private static List<Duration> starts(FlowTimer timer, FlowDecision decision) {
    return decision.effects().stream()
        .filter(Effect.StartTimer.class::isInstance)
        .map(Effect.StartTimer.class::cast)
        .filter(start -> start.timer() == timer)
        .map(Effect.StartTimer::delay)
        .toList();
  }

  /** Rule G10 (docs/flow/rules.md). */
  private static boolean missesTheMainGateway(FlowDecision decision) {
    boolean waitsForIt =
        decision.to() == VoiceState.AWAITING_SERVER_UPDATE
            || decision.after().at().substate() == BackoffPlan.REJOIN;
    return waitsForIt && !decision.memory().mainUp();
  }

  /** Rule G7 (docs/flow/rules.md). */
  private void isWithinBudgets(FlowDecision decision) {
    FlowMemory memory = decision.memory();
    Retries before = decision.before().memory().retries();
    Retries tried = memory.retries();
    if (decision.kind() != EventKind.POLICY_BUDGETS) {
      assertThat(tried.resumes())
          .isLessThanOrEqualTo(Math.max(before.resumes(), memory.budgets().resumes()));
      assertThat(tried.rejoins())
          .isLessThanOrEqualTo(Math.max(before.rejoins(), memory.budgets().rejoins()));
      assertThat(tried.voiceStates())
          .as("op 4 of the library after %s", decision.event())
          .isLessThanOrEqualTo(
              Math.max(before.voiceStates(), limits.ownVoiceStates(memory.budgets())));
    }
    assertThat(tried.identifies()).isLessThanOrEqualTo(limits.retries().identifies());
    if (!decision.row().actions().contains(Action.RESET_BUDGETS)) {
      assertThat(tried.rejoins())
          .as("rejoins, which are not reset here")
          .isGreaterThanOrEqualTo(before.rejoins());
      assertThat(tried.voiceStates())
          .as("op 4 of the library, which are not reset here")
          .isGreaterThanOrEqualTo(before.voiceStates());
    }
  }
}
