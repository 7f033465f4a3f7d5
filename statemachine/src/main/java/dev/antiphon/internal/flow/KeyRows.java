package dev.antiphon.internal.flow;

import static dev.antiphon.flow.EventKind.*;
import static dev.antiphon.flow.FailureCause.END_TO_END_FAILED;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static dev.antiphon.internal.flow.Action.*;
import static dev.antiphon.internal.flow.Guard.*;

import dev.antiphon.flow.BackoffPlan;

/** Section K of the table: the keys of the end-to-end encryption. */
final class KeyRows {
  private KeyRows() {}

  // spotless:off: one line, one row
  static void write(FlowWriter table) {
    table
        .on(KEYS_AWAITED)
        .in(ESTABLISHED).stay().doing(AWAIT_KEYS)
        .in(RESUMING, BackoffPlan.RESUME).stay().doing(STORE_KEY_STATUS)
        .everywhere().stale();

    table
        .on(KEYS_CHANGING)
        .in(ESTABLISHED).stay().doing(AWAIT_NEXT_KEYS)
        .in(RESUMING, BackoffPlan.RESUME).stay().doing(STORE_KEY_STATUS)
        .everywhere().stale();

    table
        .on(KEYS_AVAILABLE)
        .in(ESTABLISHED).stay().doing(STOP_WAIT_FOR_KEYS)
        .in(RESUMING, BackoffPlan.RESUME).stay().doing(STORE_KEY_STATUS)
        .everywhere().stale();

    table
        .on(RECOVERIES_SPENT)
        .in(ESTABLISHED, RESUMING)
        .when(MAY_REJOIN).goTo(BackoffPlan.REJOIN)
        .otherwise().goTo(END_TO_END_FAILED)
        .in(BackoffPlan.RESUME).stay().doing(STORE_KEY_STATUS)
        .everywhere().stale();

    table
        .on(OTHER_CHANNEL_GROUP)
        .in(ESTABLISHED).when(PAIRING_OPEN).stay().doing(AWAIT_KEYS)
        .in(RESUMING).when(PAIRING_OPEN).stay().doing(STORE_KEY_STATUS)
        .in(ESTABLISHED, RESUMING)
        .when(MAY_REJOIN).goTo(BackoffPlan.REJOIN).doing(SHORTEN_REJOIN_DELAY)
        .otherwise().goTo(END_TO_END_FAILED)
        .in(BackoffPlan.RESUME).stay().doing(STORE_KEY_STATUS)
        .everywhere().stale();

    table
        .on(KEYS_OVERDUE)
        .in(ESTABLISHED)
        .when(MAY_RECOVER_KEYS).stay().doing(RECOVER_KEYS)
        .when(MAY_REJOIN).goTo(BackoffPlan.REJOIN)
        .otherwise().goTo(END_TO_END_FAILED)
        .elsewhere().stale();
  }
  // spotless:on
}
