package dev.antiphon.internal.flow;

import static dev.antiphon.flow.EventKind.POLICY_BUDGETS;
import static dev.antiphon.flow.EventKind.POLICY_NO_REJOIN;
import static dev.antiphon.flow.EventKind.POLICY_WINDOW;
import static dev.antiphon.flow.FailureCause.RETRIES_EXHAUSTED;
import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.DISCONNECTED;
import static dev.antiphon.flow.VoiceState.FAILED;
import static dev.antiphon.internal.flow.Action.SET_BUDGETS;
import static dev.antiphon.internal.flow.Action.WAIT_AS_GRANTED;
import static dev.antiphon.internal.flow.Guard.PLAN_REJOIN;
import static dev.antiphon.internal.flow.Guard.REJOINING;
import static dev.antiphon.internal.flow.Guard.REJOIN_REVOKED;
import static dev.antiphon.internal.flow.Guard.SEVERED;

/** Section H: what the application's policy answers. */
final class PolicyRows {
  private static final String TOO_LATE = "too late";

  private PolicyRows() {}

  // spotless:off: one line, one row
  static void write(TableWriter table) {
    table
        .on(POLICY_BUDGETS)
        .in(DISCONNECTED, FAILED).ignore(TOO_LATE)
        .in(BACKOFF)
        .when(REJOIN_REVOKED).goTo(FAILED, RETRIES_EXHAUSTED).doing(SET_BUDGETS)
        .otherwise().stay().doing(SET_BUDGETS)
        .elsewhere().stay().doing(SET_BUDGETS);

    table
        .on(POLICY_WINDOW)
        .in(AWAITING_SERVER_UPDATE)
        .when(SEVERED).stay().doing(WAIT_AS_GRANTED)
        .otherwise().ignore(TOO_LATE)
        .elsewhere().ignore(TOO_LATE);

    table
        .on(POLICY_NO_REJOIN)
        .in(AWAITING_SERVER_UPDATE)
        .when(REJOINING).goTo(FAILED, RETRIES_EXHAUSTED)
        .otherwise().ignore(TOO_LATE)
        .in(BACKOFF)
        .when(PLAN_REJOIN).goTo(FAILED, RETRIES_EXHAUSTED)
        .otherwise().ignore(TOO_LATE)
        .elsewhere().ignore(TOO_LATE);
  }
  // spotless:on
}
