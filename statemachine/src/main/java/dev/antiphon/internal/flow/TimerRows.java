package dev.antiphon.internal.flow;

import static dev.antiphon.flow.DisconnectReason.*;
import static dev.antiphon.flow.EventKind.*;
import static dev.antiphon.flow.FailureCause.*;
import static dev.antiphon.flow.FailureCause.UDP_UNREACHABLE;
import static dev.antiphon.flow.VoiceState.*;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.flow.WaitReason.*;
import static dev.antiphon.internal.flow.Action.*;
import static dev.antiphon.internal.flow.Action.REJOIN;
import static dev.antiphon.internal.flow.Guard.*;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.WaitReason;

/** Section E of the table: timers. */
final class TimerRows {
  private TimerRows() {}

  // spotless:off: one line, one row
  static void write(FlowWriter table) {
    awaiting(table);
    handshake(table);
    path(table);
    retries(table);
    windows(table);
    requests(table);
  }

  private static void awaiting(FlowWriter table) {
    table
        .on(SERVER_TIMEOUT)
        .in(WaitReason.JOIN, WaitReason.MOVE)
        .when(MAY_REPEAT_REQUEST).stay().doing(REPEAT_AFTER_LEAVE, RESTART_SERVER_TIMER)
        .otherwise().goTo(NO_SERVER_UPDATE)
        .in(REJOIN_LEAVING).stayAs(WaitReason.REJOIN).doing(REJOIN, RESTART_SERVER_TIMER)
        .in(SEVERED_4014, SEVERED_4022).when(REQUEST_UNANSWERED).stayAs(WaitReason.MOVE).doing(PURSUE_REQUEST, RESTART_SERVER_TIMER)
        .in(SEVERED_4014).when(MAIN_SESSION_KEPT).goTo(KICKED)
        .in(SEVERED_4022).when(MAIN_SESSION_KEPT).goTo(CALL_TERMINATED)
        .in(AWAITING_SERVER_UPDATE).rejoin()
        .elsewhere().stale();

    table
        .on(SETTLED)
        .inWaitsForDiscord().when(CREDENTIALS_KNOWN).goTo(IDENTIFYING)
        .in(AWAITING_SERVER_UPDATE).stay()
        .elsewhere().stale();

    table
        .on(MAIN_SESSION_MISSED)
        .in(AWAITING_SERVER_UPDATE, BACKOFF).goTo(MAIN_GATEWAY_LOST)
        .elsewhere().stale();
  }

  private static void handshake(FlowWriter table) {
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

  private static void path(FlowWriter table) {
    table
        .on(DISCOVERY_RETRY)
        .in(DISCOVERING).stay().doing(SEND_DISCOVERY)
        .elsewhere().stale();

    table
        .on(DISCOVERY_TIMEOUT)
        .in(READY).rejoin()
        .in(DISCOVERING)
        .when(TOO_MANY_DISCOVERY_FAILURES).goTo(UDP_UNREACHABLE)
        .rejoin(COUNT_DISCOVERY_FAILURE)
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

  private static void retries(FlowWriter table) {
    table
        .on(BACKOFF_OVER)
        .in(BackoffPlan.RESUME)
        .when(MAY_RESUME).goTo(RESUMING)
        .rejoin()
        .in(BackoffPlan.IDENTIFY).goTo(IDENTIFYING)
        .in(BACKOFF)
        .when(MAIN_GATEWAY_AWAY).stay().doing(MARK_WAIT_OVER)
        .when(LISTED_IN_TARGET).goTo(REJOIN_LEAVING).doing(LEAVE_FIRST)
        .otherwise().goTo(WaitReason.REJOIN).doing(REJOIN)
        .elsewhere().stale();

    table
        .on(STABLE)
        .in(ESTABLISHED)
        .when(KEYS_MISSING).stay().doing(DELAY_STABLE)
        .otherwise().stay().doing(RESET_BUDGETS, CLEAR_OUTSTANDING_REQUESTS)
        .elsewhere().stale();

    table
        .on(RESUME_WINDOW_OVER)
        .in(IDLE, DISCONNECTED, FAILED).stale()
        .elsewhere().stay().doing(CLOSE_RESUME_WINDOW);
  }

  private static void requests(FlowWriter table) {
    table
        .on(REQUEST_OVERDUE)
        .in(IDLE, DISCONNECTED, FAILED).stale()
        .in(ESTABLISHED).stay().doing(FAIL_UNDECIDED_MOVE, CORRECT_SELF_FLAGS)
        .elsewhere()
        .when(JOIN_UNDECIDED).goTo(FailureCause.NOT_DECIDED)
        .when(MOVE_UNDECIDED).stay().doing(FAIL_UNDECIDED_MOVE)
        .otherwise().stay().doing(FAIL_UNDECIDED_RECONNECT);

    table
        .on(RECOVERY_OVER)
        .in(IDLE, ESTABLISHED, DISCONNECTED, FAILED).stale()
        .elsewhere().goTo(RETRIES_EXHAUSTED);
  }

  private static void windows(FlowWriter table) {
    table
        .on(VIOLATIONS_FORGOTTEN)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED).stay().doing(RESET_VIOLATION_COUNT)
        .elsewhere().stale();

    table
        .on(PROTOCOL_ERRORS_FORGOTTEN)
        .in(IDLE, DISCONNECTED, FAILED).stale()
        .elsewhere().stay().doing(RESET_PROTOCOL_ERROR_COUNT);

    table
        .on(MOVE_TIMEOUT)
        .in(IDLE, DISCONNECTED, FAILED).stale()
        .in(RESUMING, ESTABLISHED).stay().doing(FAIL_UNANSWERED_MOVE, CORRECT_SELF_FLAGS)
        .elsewhere().stay().doing(FAIL_UNANSWERED_MOVE);

    table
        .on(PAIRING_OVER)
        .in(IDLE, DISCONNECTED, FAILED).stale()
        .elsewhere()
        .when(ANSWER_MISSING).ignore("op 4 has no answer yet")
        .otherwise().stay().doing(END_PAIRING);

    table
        .on(LEAVE_FORGOTTEN)
        .in(DISCONNECTED, FAILED).stale()
        .elsewhere().stay().doing(STOP_WAIT_FOR_ANSWER_TO_LEAVE);
  }
  // spotless:on
}
