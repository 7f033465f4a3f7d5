package dev.antiphon.internal.flow;

import static dev.antiphon.flow.DisconnectReason.CALL_TERMINATED;
import static dev.antiphon.flow.DisconnectReason.KICKED;
import static dev.antiphon.flow.EventKind.BACKOFF_OVER;
import static dev.antiphon.flow.EventKind.DESCRIPTION_TIMEOUT;
import static dev.antiphon.flow.EventKind.DIAL_DUE;
import static dev.antiphon.flow.EventKind.DIAL_TIMEOUT;
import static dev.antiphon.flow.EventKind.DISCOVERY_RETRY;
import static dev.antiphon.flow.EventKind.DISCOVERY_TIMEOUT;
import static dev.antiphon.flow.EventKind.HEARTBEATS_MISSED;
import static dev.antiphon.flow.EventKind.LEAVE_FORGOTTEN;
import static dev.antiphon.flow.EventKind.MAIN_SESSION_MISSED;
import static dev.antiphon.flow.EventKind.MOVE_TIMEOUT;
import static dev.antiphon.flow.EventKind.PAIRING_OVER;
import static dev.antiphon.flow.EventKind.PROTOCOL_ERRORS_FORGOTTEN;
import static dev.antiphon.flow.EventKind.READY_TIMEOUT;
import static dev.antiphon.flow.EventKind.RESUMED_TIMEOUT;
import static dev.antiphon.flow.EventKind.RESUME_WINDOW_OVER;
import static dev.antiphon.flow.EventKind.SERVER_TIMEOUT;
import static dev.antiphon.flow.EventKind.SETTLED;
import static dev.antiphon.flow.EventKind.STABLE;
import static dev.antiphon.flow.EventKind.UDP_FAILURE_LASTED;
import static dev.antiphon.flow.EventKind.VIOLATIONS_FORGOTTEN;
import static dev.antiphon.flow.FailureCause.MAIN_GATEWAY_LOST;
import static dev.antiphon.flow.FailureCause.NO_SERVER_UPDATE;
import static dev.antiphon.flow.FailureCause.RETRIES_EXHAUSTED;
import static dev.antiphon.flow.FailureCause.UDP_UNREACHABLE;
import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.DISCONNECTED;
import static dev.antiphon.flow.VoiceState.DISCOVERING;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.FAILED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.flow.VoiceState.IDLE;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static dev.antiphon.flow.VoiceState.SELECTING;
import static dev.antiphon.internal.flow.Action.ABORT_SOCKET;
import static dev.antiphon.internal.flow.Action.CLOSE_RESUME_WINDOW;
import static dev.antiphon.internal.flow.Action.COUNT_UNDISCOVERED;
import static dev.antiphon.internal.flow.Action.DIAL;
import static dev.antiphon.internal.flow.Action.FAIL_UNANSWERED_MOVE;
import static dev.antiphon.internal.flow.Action.FORGET_MALFORMED;
import static dev.antiphon.internal.flow.Action.FORGET_PROTOCOL_ERRORS;
import static dev.antiphon.internal.flow.Action.FORGIVE;
import static dev.antiphon.internal.flow.Action.LEAVE_ANSWERED;
import static dev.antiphon.internal.flow.Action.LEAVE_FIRST;
import static dev.antiphon.internal.flow.Action.REJOIN;
import static dev.antiphon.internal.flow.Action.REPEAT_DISCOVERY;
import static dev.antiphon.internal.flow.Action.RESTART_SERVER_TIMER;
import static dev.antiphon.internal.flow.Action.SEND_VOICE_STATE;
import static dev.antiphon.internal.flow.Action.SHOW_AS_WANTED;
import static dev.antiphon.internal.flow.Action.TRUST_LISTING;
import static dev.antiphon.internal.flow.Action.UNPAIR;
import static dev.antiphon.internal.flow.Action.WAIT_IS_OVER;
import static dev.antiphon.internal.flow.Guard.ANSWER_MISSING;
import static dev.antiphon.internal.flow.Guard.CREDENTIALS_KNOWN;
import static dev.antiphon.internal.flow.Guard.JOINING;
import static dev.antiphon.internal.flow.Guard.LEAVING_FIRST;
import static dev.antiphon.internal.flow.Guard.LISTED_IN_TARGET;
import static dev.antiphon.internal.flow.Guard.MAIN_AWAY;
import static dev.antiphon.internal.flow.Guard.MAY_ASK_AGAIN;
import static dev.antiphon.internal.flow.Guard.PLAN_IDENTIFY;
import static dev.antiphon.internal.flow.Guard.PLAN_RESUME;
import static dev.antiphon.internal.flow.Guard.RESUME_IN_TIME;
import static dev.antiphon.internal.flow.Guard.RESUME_TOO_LATE;
import static dev.antiphon.internal.flow.Guard.SEVERED_BY_4014;
import static dev.antiphon.internal.flow.Guard.SEVERED_BY_4022;
import static dev.antiphon.internal.flow.Guard.UNDISCOVERED_TOO_OFTEN;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.WaitReason;

/** Section E: what the passing of time means. */
final class TimerRows {
  private TimerRows() {}

  // spotless:off: one line, one row
  static void write(TableWriter table) {
    awaiting(table);
    handshake(table);
    path(table);
    retries(table);
    windows(table);
  }

  private static void awaiting(TableWriter table) {
    table
        .on(SERVER_TIMEOUT)
        .in(AWAITING_SERVER_UPDATE)
        .when(MAY_ASK_AGAIN).stay().doing(SEND_VOICE_STATE, RESTART_SERVER_TIMER)
        .when(JOINING).goTo(FAILED, NO_SERVER_UPDATE)
        .when(LEAVING_FIRST).stay(WaitReason.REJOIN).doing(REJOIN, RESTART_SERVER_TIMER)
        .when(SEVERED_BY_4014).goTo(DISCONNECTED, KICKED)
        .when(SEVERED_BY_4022).goTo(DISCONNECTED, CALL_TERMINATED)
        .rejoin()
        .elsewhere().stale();

    table
        .on(SETTLED)
        .in(AWAITING_SERVER_UPDATE)
        .when(CREDENTIALS_KNOWN).goTo(IDENTIFYING)
        .otherwise().stay()
        .elsewhere().stale();

    table
        .on(MAIN_SESSION_MISSED)
        .in(AWAITING_SERVER_UPDATE, BACKOFF).goTo(FAILED, MAIN_GATEWAY_LOST)
        .elsewhere().stale();
  }

  private static void handshake(TableWriter table) {
    table
        .on(DIAL_TIMEOUT)
        .in(IDENTIFYING).identifyLater(ABORT_SOCKET)
        .in(RESUMING).resumeLater(ABORT_SOCKET)
        .in(READY, DISCOVERING, SELECTING).rejoin(ABORT_SOCKET)
        .in(ESTABLISHED).resume(ABORT_SOCKET)
        .elsewhere().stale();

    table
        .on(DIAL_DUE)
        .in(IDENTIFYING).stay().doing(DIAL)
        .elsewhere().stale();

    table
        .on(READY_TIMEOUT)
        .in(IDENTIFYING).rejoin(ABORT_SOCKET)
        .elsewhere().stale();

    table
        .on(RESUMED_TIMEOUT)
        .in(RESUMING).rejoinSoon(ABORT_SOCKET)
        .elsewhere().stale();

    table
        .on(HEARTBEATS_MISSED)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING).rejoin(ABORT_SOCKET)
        .in(RESUMING).resumeLater(ABORT_SOCKET)
        .in(ESTABLISHED).resume(ABORT_SOCKET)
        .elsewhere().stale();
  }

  private static void path(TableWriter table) {
    table
        .on(DISCOVERY_RETRY)
        .in(DISCOVERING).stay().doing(REPEAT_DISCOVERY)
        .elsewhere().stale();

    table
        .on(DISCOVERY_TIMEOUT)
        .in(READY).rejoin()
        .in(DISCOVERING)
        .when(UNDISCOVERED_TOO_OFTEN).goTo(FAILED, UDP_UNREACHABLE)
        .rejoin(COUNT_UNDISCOVERED)
        .elsewhere().stale();

    table
        .on(DESCRIPTION_TIMEOUT)
        .in(SELECTING).rejoin()
        .elsewhere().stale();

    table
        .on(UDP_FAILURE_LASTED)
        .in(RESUMING, SELECTING, ESTABLISHED, BACKOFF).rejoin()
        .elsewhere().stale();
  }

  private static void retries(TableWriter table) {
    table
        .on(BACKOFF_OVER)
        .in(BACKOFF)
        .when(RESUME_IN_TIME).goTo(RESUMING)
        .when(RESUME_TOO_LATE).goTo(FAILED, RETRIES_EXHAUSTED)
        .when(PLAN_RESUME).goTo(BACKOFF, BackoffPlan.REJOIN)
        .when(PLAN_IDENTIFY).goTo(IDENTIFYING)
        .when(MAIN_AWAY).stay().doing(WAIT_IS_OVER)
        .when(LISTED_IN_TARGET).goTo(AWAITING_SERVER_UPDATE, WaitReason.REJOIN_LEAVING).doing(LEAVE_FIRST)
        .otherwise().goTo(AWAITING_SERVER_UPDATE, WaitReason.REJOIN).doing(REJOIN)
        .elsewhere().stale();

    table
        .on(STABLE)
        .in(ESTABLISHED).stay().doing(FORGIVE, TRUST_LISTING)
        .elsewhere().stale();

    table
        .on(RESUME_WINDOW_OVER)
        .in(IDLE, DISCONNECTED, FAILED).stale()
        .elsewhere().stay().doing(CLOSE_RESUME_WINDOW);
  }

  private static void windows(TableWriter table) {
    table
        .on(VIOLATIONS_FORGOTTEN)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED).stay().doing(FORGET_MALFORMED)
        .elsewhere().stale();

    table
        .on(PROTOCOL_ERRORS_FORGOTTEN)
        .in(IDLE, DISCONNECTED, FAILED).stale()
        .elsewhere().stay().doing(FORGET_PROTOCOL_ERRORS);

    table
        .on(MOVE_TIMEOUT)
        .in(IDLE, DISCONNECTED, FAILED).stale()
        .in(RESUMING, ESTABLISHED).stay().doing(FAIL_UNANSWERED_MOVE, SHOW_AS_WANTED)
        .elsewhere().stay().doing(FAIL_UNANSWERED_MOVE);

    table
        .on(PAIRING_OVER)
        .in(IDLE, DISCONNECTED, FAILED).stale()
        .elsewhere()
        .when(ANSWER_MISSING).ignore("the answer to op 4 may still come")
        .otherwise().stay().doing(UNPAIR);

    table
        .on(LEAVE_FORGOTTEN)
        .in(DISCONNECTED, FAILED).stale()
        .elsewhere().stay().doing(LEAVE_ANSWERED);
  }
  // spotless:on
}
