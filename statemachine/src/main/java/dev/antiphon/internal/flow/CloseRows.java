package dev.antiphon.internal.flow;

import static dev.antiphon.flow.EventKind.CLOSED_BY_LOSS;
import static dev.antiphon.flow.EventKind.CLOSED_BY_UNKNOWN_CODE;
import static dev.antiphon.flow.EventKind.CLOSED_FOR_AUTHENTICATION;
import static dev.antiphon.flow.EventKind.CLOSED_FOR_DISCONNECTION;
import static dev.antiphon.flow.EventKind.CLOSED_FOR_INVALID_SESSION;
import static dev.antiphon.flow.EventKind.CLOSED_FOR_MISSING_DAVE;
import static dev.antiphon.flow.EventKind.CLOSED_FOR_PROTOCOL_ERROR;
import static dev.antiphon.flow.EventKind.CLOSED_FOR_RATE_LIMIT;
import static dev.antiphon.flow.EventKind.CLOSED_FOR_SERVER_CRASH;
import static dev.antiphon.flow.EventKind.CLOSED_FOR_SERVER_NOT_FOUND;
import static dev.antiphon.flow.EventKind.CLOSED_FOR_TERMINATED_CALL;
import static dev.antiphon.flow.EventKind.CLOSED_FOR_UNKNOWN_MODE;
import static dev.antiphon.flow.EventKind.CLOSED_FOR_UNKNOWN_PROTOCOL;
import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.DISCOVERING;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.FAILED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static dev.antiphon.flow.VoiceState.SELECTING;
import static dev.antiphon.internal.flow.Action.COUNT_CHANGE;
import static dev.antiphon.internal.flow.Action.COUNT_NOT_FOUND;
import static dev.antiphon.internal.flow.Action.COUNT_PROTOCOL_ERROR;
import static dev.antiphon.internal.flow.Action.COUNT_REFUSED_TOKEN;
import static dev.antiphon.internal.flow.Action.EXCLUDE_MODE;
import static dev.antiphon.internal.flow.Action.RELEASE_SOCKET;
import static dev.antiphon.internal.flow.Action.REPORT_UNKNOWN_CODE;
import static dev.antiphon.internal.flow.Action.SPEND_TOKEN;
import static dev.antiphon.internal.flow.Guard.LAST_MODE;
import static dev.antiphon.internal.flow.Guard.MAY_REJOIN;
import static dev.antiphon.internal.flow.Guard.NOT_FOUND_TOO_OFTEN;
import static dev.antiphon.internal.flow.Guard.TOO_MANY_PROTOCOL_ERRORS;
import static dev.antiphon.internal.flow.Guard.TOO_MANY_REFUSED_TOKENS;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;

/** Section D: what the voice socket's close codes mean. */
final class CloseRows {
  private static final VoiceState[] WITH_A_SOCKET = {
    IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED
  };

  private CloseRows() {}

  // spotless:off: one line, one row
  static void write(TableWriter table) {
    losses(table);
    refusals(table);
    ends(table);
  }

  private static void losses(TableWriter table) {
    table
        .on(CLOSED_BY_LOSS)
        .in(IDENTIFYING).identifyLater(RELEASE_SOCKET)
        .in(RESUMING).resumeLater(RELEASE_SOCKET)
        .in(READY, DISCOVERING, SELECTING).rejoin(RELEASE_SOCKET)
        .in(ESTABLISHED).resume(RELEASE_SOCKET)
        .elsewhere().stale();

    table
        .on(CLOSED_BY_UNKNOWN_CODE)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING).rejoin(RELEASE_SOCKET, REPORT_UNKNOWN_CODE)
        .in(RESUMING).rejoinSoon(RELEASE_SOCKET, REPORT_UNKNOWN_CODE)
        .in(ESTABLISHED).resume(RELEASE_SOCKET, REPORT_UNKNOWN_CODE)
        .elsewhere().stale();

    table
        .on(CLOSED_FOR_SERVER_CRASH)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING).rejoin(RELEASE_SOCKET)
        .in(RESUMING).resumeLater(RELEASE_SOCKET)
        .in(ESTABLISHED).resume(RELEASE_SOCKET)
        .elsewhere().stale();
  }

  private static void refusals(TableWriter table) {
    table
        .on(CLOSED_FOR_PROTOCOL_ERROR)
        .in(WITH_A_SOCKET)
        .when(TOO_MANY_PROTOCOL_ERRORS).goTo(FAILED, FailureCause.PROTOCOL_ERROR).doing(RELEASE_SOCKET)
        .when(MAY_REJOIN).goTo(BACKOFF, BackoffPlan.REJOIN).doing(RELEASE_SOCKET, COUNT_PROTOCOL_ERROR)
        .otherwise().goTo(FAILED, FailureCause.RETRIES_EXHAUSTED).doing(RELEASE_SOCKET)
        .elsewhere().stale();

    table
        .on(CLOSED_FOR_AUTHENTICATION)
        .in(WITH_A_SOCKET)
        .when(TOO_MANY_REFUSED_TOKENS).goTo(FAILED, FailureCause.AUTHENTICATION_FAILED).doing(RELEASE_SOCKET)
        .rejoin(RELEASE_SOCKET, SPEND_TOKEN, COUNT_REFUSED_TOKEN)
        .elsewhere().stale();

    table
        .on(CLOSED_FOR_INVALID_SESSION)
        .in(WITH_A_SOCKET).rejoinSoon(RELEASE_SOCKET, SPEND_TOKEN)
        .elsewhere().stale();

    table
        .on(CLOSED_FOR_SERVER_NOT_FOUND)
        .in(WITH_A_SOCKET)
        .when(NOT_FOUND_TOO_OFTEN).goTo(FAILED, FailureCause.SERVER_NOT_FOUND).doing(RELEASE_SOCKET)
        .rejoin(RELEASE_SOCKET, SPEND_TOKEN, COUNT_NOT_FOUND)
        .elsewhere().stale();

    table
        .on(CLOSED_FOR_UNKNOWN_MODE)
        .in(WITH_A_SOCKET)
        .when(LAST_MODE).goTo(FAILED, FailureCause.NO_COMMON_MODE).doing(RELEASE_SOCKET)
        .rejoin(RELEASE_SOCKET, EXCLUDE_MODE)
        .elsewhere().stale();
  }

  private static void ends(TableWriter table) {
    table
        .on(CLOSED_FOR_UNKNOWN_PROTOCOL)
        .in(WITH_A_SOCKET).goTo(FAILED, FailureCause.UNKNOWN_PROTOCOL).doing(RELEASE_SOCKET)
        .elsewhere().stale();

    table
        .on(CLOSED_FOR_MISSING_DAVE)
        .in(WITH_A_SOCKET).goTo(FAILED, FailureCause.DAVE_REQUIRED).doing(RELEASE_SOCKET)
        .elsewhere().stale();

    table
        .on(CLOSED_FOR_RATE_LIMIT)
        .in(WITH_A_SOCKET).goTo(FAILED, FailureCause.RATE_LIMITED).doing(RELEASE_SOCKET)
        .elsewhere().stale();

    table
        .on(CLOSED_FOR_DISCONNECTION)
        .in(WITH_A_SOCKET).goTo(AWAITING_SERVER_UPDATE, WaitReason.SEVERED_4014).doing(RELEASE_SOCKET, SPEND_TOKEN, COUNT_CHANGE)
        .elsewhere().stale();

    table
        .on(CLOSED_FOR_TERMINATED_CALL)
        .in(WITH_A_SOCKET).goTo(AWAITING_SERVER_UPDATE, WaitReason.SEVERED_4022).doing(RELEASE_SOCKET, SPEND_TOKEN, COUNT_CHANGE)
        .elsewhere().stale();
  }
  // spotless:on
}
