package dev.antiphon.internal.flow;

import static dev.antiphon.flow.DisconnectReason.REPLACED;
import static dev.antiphon.flow.EventKind.*;
import static dev.antiphon.flow.VoiceState.*;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.flow.WaitReason.*;
import static dev.antiphon.flow.WaitReason.MOVE;
import static dev.antiphon.internal.flow.Action.*;
import static dev.antiphon.internal.flow.Guard.*;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.VoiceState;

/** Section D of the table: close codes of the voice WebSocket. */
final class CloseRows {
  private static final VoiceState[] WITH_A_SOCKET = {
    IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED
  };

  private CloseRows() {}

  // spotless:off: one line, one row
  static void write(FlowWriter table) {
    losses(table);
    refusals(table);
    ends(table);
  }

  private static void losses(FlowWriter table) {
    table
        .on(SOCKET_LOST)
        .in(IDENTIFYING).identifyLater(RELEASE_SOCKET)
        .in(RESUMING).resumeLater(RELEASE_SOCKET)
        .in(READY, DISCOVERING, SELECTING).rejoin(RELEASE_SOCKET)
        .in(ESTABLISHED).resume(RELEASE_SOCKET)
        .elsewhere().stale();

    table
        .on(CLOSE_4000)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING).rejoin(RELEASE_SOCKET, REPORT_UNKNOWN_CODE)
        .in(RESUMING).rejoinSoon(RELEASE_SOCKET, REPORT_UNKNOWN_CODE)
        .in(ESTABLISHED).resume(RELEASE_SOCKET, REPORT_UNKNOWN_CODE)
        .elsewhere().stale();

    table
        .on(CLOSE_4015)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING).rejoin(RELEASE_SOCKET)
        .in(RESUMING).resumeLater(RELEASE_SOCKET)
        .in(ESTABLISHED).resume(RELEASE_SOCKET)
        .elsewhere().stale();
  }

  private static void refusals(FlowWriter table) {
    table
        .on(CLOSE_4001_4002_4003_4005_4020)
        .in(WITH_A_SOCKET)
        .when(REQUEST_UNANSWERED).goTo(MOVE).doing(RELEASE_SOCKET, PURSUE_REQUEST)
        .when(TOO_MANY_PROTOCOL_ERRORS).goTo(FailureCause.PROTOCOL_ERROR).doing(RELEASE_SOCKET)
        .when(MAY_REJOIN).goTo(BackoffPlan.REJOIN).doing(RELEASE_SOCKET, COUNT_PROTOCOL_ERROR)
        .otherwise().goTo(FailureCause.RETRIES_EXHAUSTED).doing(RELEASE_SOCKET)
        .elsewhere().stale();

    table
        .on(CLOSE_4004)
        .in(WITH_A_SOCKET).when(REQUEST_UNANSWERED).goTo(MOVE).doing(RELEASE_SOCKET, PURSUE_REQUEST)
        .in(IDENTIFYING).when(SESSION_CONTESTED).goTo(REPLACED).doing(RELEASE_SOCKET)
        .in(WITH_A_SOCKET)
        .when(TOO_MANY_REFUSED_TOKENS).goTo(FailureCause.AUTHENTICATION_FAILED).doing(RELEASE_SOCKET)
        .rejoin(RELEASE_SOCKET, MARK_TOKEN_USED_UP, COUNT_REFUSED_TOKEN)
        .elsewhere().stale();

    table
        .on(CLOSE_4006_4009)
        .in(IDENTIFYING).when(SESSION_CONTESTED).goTo(REPLACED).doing(RELEASE_SOCKET)
        .in(WITH_A_SOCKET).rejoinSoon(RELEASE_SOCKET, MARK_TOKEN_USED_UP)
        .elsewhere().stale();

    table
        .on(CLOSE_4011)
        .in(WITH_A_SOCKET)
        .when(REQUEST_UNANSWERED).goTo(MOVE).doing(RELEASE_SOCKET, PURSUE_REQUEST)
        .when(TOO_MANY_SERVER_NOT_FOUND).goTo(FailureCause.SERVER_NOT_FOUND).doing(RELEASE_SOCKET)
        .rejoin(RELEASE_SOCKET, MARK_TOKEN_USED_UP, COUNT_SERVER_NOT_FOUND)
        .elsewhere().stale();

    table
        .on(CLOSE_4016)
        .in(WITH_A_SOCKET)
        .when(REQUEST_UNANSWERED).goTo(MOVE).doing(RELEASE_SOCKET, PURSUE_REQUEST)
        .when(LAST_MODE).goTo(FailureCause.NO_COMMON_MODE).doing(RELEASE_SOCKET)
        .rejoin(RELEASE_SOCKET, EXCLUDE_MODE)
        .elsewhere().stale();
  }

  private static void ends(FlowWriter table) {
    table
        .on(CLOSE_4012)
        .in(WITH_A_SOCKET)
        .when(REQUEST_UNANSWERED).goTo(MOVE).doing(RELEASE_SOCKET, PURSUE_REQUEST)
        .otherwise().goTo(FailureCause.UNKNOWN_PROTOCOL).doing(RELEASE_SOCKET)
        .elsewhere().stale();

    table
        .on(CLOSE_4017)
        .in(WITH_A_SOCKET)
        .when(REQUEST_UNANSWERED).goTo(MOVE).doing(RELEASE_SOCKET, PURSUE_REQUEST)
        .otherwise().goTo(FailureCause.DAVE_REQUIRED).doing(RELEASE_SOCKET)
        .elsewhere().stale();

    table
        .on(CLOSE_4021)
        .in(WITH_A_SOCKET)
        .when(REQUEST_UNANSWERED).goTo(MOVE).doing(RELEASE_SOCKET, PURSUE_REQUEST)
        .otherwise().goTo(FailureCause.RATE_LIMITED).doing(RELEASE_SOCKET)
        .elsewhere().stale();

    table
        .on(CLOSE_4014)
        .in(IDENTIFYING).when(SESSION_CONTESTED).goTo(REPLACED).doing(RELEASE_SOCKET)
        .in(WITH_A_SOCKET).goTo(SEVERED_4014).doing(RELEASE_SOCKET, MARK_TOKEN_USED_UP, COUNT_CHANGE_BY_DISCORD)
        .elsewhere().stale();

    table
        .on(CLOSE_4022)
        .in(IDENTIFYING).when(SESSION_CONTESTED).goTo(REPLACED).doing(RELEASE_SOCKET)
        .in(WITH_A_SOCKET).goTo(SEVERED_4022).doing(RELEASE_SOCKET, MARK_TOKEN_USED_UP, COUNT_CHANGE_BY_DISCORD)
        .elsewhere().stale();
  }
  // spotless:on
}
