package dev.antiphon.internal.flow;

import static dev.antiphon.flow.FailureCause.RETRIES_EXHAUSTED;
import static dev.antiphon.internal.flow.Action.*;
import static dev.antiphon.internal.flow.Guard.*;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.TableWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Writes the table of the flow. It adds the sentences for retries, late events and violations. */
final class FlowWriter extends TableWriter<Substate, EventKind, Guard, Action, FlowWriter> {

  FlowWriter() {
    super(substates(), List.of(EventKind.values()));
  }

  @Override
  protected FlowWriter self() {
    return this;
  }

  /** Selects the waits in which Discord acts without an op 4 of the library. */
  FlowWriter inWaitsForDiscord() {
    return in(
        Arrays.stream(WaitReason.values())
            .filter(WaitReason::isForDiscord)
            .toArray(WaitReason[]::new));
  }

  /** Rejoins after a wait while the budget lasts, otherwise fails (line E12). */
  FlowWriter rejoin(Action... actions) {
    return rejoin(List.of(actions), List.of());
  }

  /**
   * As {@link #rejoin}, with a short wait: Discord has ended the session, or a resume has failed.
   */
  FlowWriter rejoinSoon(Action... actions) {
    return rejoin(List.of(actions), List.of(SHORTEN_REJOIN_DELAY));
  }

  /** As {@link #rejoin}, without a wait: Discord has not failed. */
  FlowWriter rejoinAtOnce(Action... actions) {
    return rejoin(List.of(actions), List.of(SKIP_REJOIN_DELAY));
  }

  private FlowWriter rejoin(List<Action> actions, List<Action> delay) {
    return when(MAY_REJOIN)
        .goTo(BackoffPlan.REJOIN)
        .doing(actions)
        .doing(delay)
        .otherwise()
        .goTo(RETRIES_EXHAUSTED)
        .doing(actions);
  }

  /** Resumes without a wait while the budget lasts, otherwise rejoins. */
  FlowWriter resume(Action... actions) {
    return when(MAY_RESUME).goTo(VoiceState.RESUMING).doing(actions).rejoin(actions);
  }

  /** Resumes after a wait while the budget lasts, otherwise rejoins with a short wait. */
  FlowWriter resumeLater(Action... actions) {
    return when(MAY_RESUME).goTo(BackoffPlan.RESUME).doing(actions).rejoinSoon(actions);
  }

  /** Identifies again after a wait, once per set of credentials, otherwise rejoins. */
  FlowWriter identifyLater(Action... actions) {
    return when(MAY_IDENTIFY_AGAIN).goTo(BackoffPlan.IDENTIFY).doing(actions).rejoin(actions);
  }

  /** Ignores a late event. */
  FlowWriter stale() {
    return ignore("late event");
  }

  /**
   * Reports and counts violations of the protocol in these states. One violation too many ends the
   * WebSocket: an established connection resumes, every other one rejoins (rule G7).
   *
   * @param actions are also done for a violation that is only counted
   */
  FlowWriter violation(List<VoiceState> states, Action... actions) {
    states.forEach(state -> violation(state, List.of(actions)));
    return this;
  }

  private void violation(VoiceState state, List<Action> actions) {
    in(state).when(VIOLATION_TOLERATED);
    countViolation().doing(actions);
    switch (state) {
      case ESTABLISHED -> resume(REPORT_VIOLATION, ABORT_SOCKET);
      case RESUMING -> rejoinSoon(REPORT_VIOLATION);
      default -> rejoin(REPORT_VIOLATION);
    }
  }

  /** Reports and counts a violation. */
  FlowWriter countViolation() {
    return violate().doing(REPORT_VIOLATION, COUNT_VIOLATION);
  }

  /** Returns all substates in their order. A state without substates is its own substate. */
  private static List<Substate> substates() {
    return Arrays.stream(VoiceState.values()).<Substate>flatMap(FlowWriter::of).toList();
  }

  private static Stream<? extends Substate> of(VoiceState state) {
    return switch (state) {
      case AWAITING_SERVER_UPDATE -> Arrays.stream(WaitReason.values());
      case BACKOFF -> Arrays.stream(BackoffPlan.values());
      case DISCONNECTED -> Arrays.stream(DisconnectReason.values());
      case FAILED -> Arrays.stream(FailureCause.values());
      default -> Stream.of(state);
    };
  }
}
