package dev.antiphon.internal.flow;

import static dev.antiphon.flow.EventKind.*;
import static dev.antiphon.flow.FailureCause.*;
import static dev.antiphon.flow.VoiceState.*;
import static dev.antiphon.flow.WaitReason.*;
import static dev.antiphon.internal.flow.Action.*;
import static dev.antiphon.internal.flow.Guard.*;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.WaitReason;

/** Section H of the table: answers of the application's policy. */
final class PolicyRows {
  private static final String TOO_LATE = "the answer is too late";

  private PolicyRows() {}

  // spotless:off: one line, one row
  static void write(FlowWriter table) {
    table
        .on(POLICY_BUDGETS)
        .in(DISCONNECTED, FAILED).ignore(TOO_LATE)
        .in(BackoffPlan.REJOIN).when(NO_REJOIN_GRANTED).goTo(RETRIES_EXHAUSTED).doing(SET_BUDGETS)
        .everywhere().stay().doing(SET_BUDGETS);

    table
        .on(POLICY_WINDOW)
        .in(SEVERED_4014, SEVERED_4022).stay().doing(SET_WAIT_GRANTED_BY_POLICY)
        .everywhere().ignore(TOO_LATE);

    table
        .on(POLICY_NO_REJOIN)
        .in(WaitReason.REJOIN, REJOIN_LEAVING).goTo(RETRIES_EXHAUSTED)
        .in(BackoffPlan.REJOIN).goTo(RETRIES_EXHAUSTED)
        .everywhere().ignore(TOO_LATE);
  }
  // spotless:on
}
