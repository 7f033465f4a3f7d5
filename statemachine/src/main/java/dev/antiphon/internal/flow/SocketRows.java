package dev.antiphon.internal.flow;

import static dev.antiphon.flow.EventKind.*;
import static dev.antiphon.flow.FailureCause.*;
import static dev.antiphon.flow.FailureCause.NO_COMMON_MODE;
import static dev.antiphon.flow.VoiceState.*;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.internal.flow.Action.*;
import static dev.antiphon.internal.flow.Guard.*;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import java.util.List;

/** Section C of the table: the opening and the messages of the voice WebSocket. */
final class SocketRows {
  /** The states with an open or opening WebSocket. */
  private static final List<VoiceState> CONNECTED =
      List.of(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED);

  private SocketRows() {}

  // spotless:off: one line, one row
  static void write(FlowWriter table) {
    opening(table);
    grants(table);
    trouble(table);
  }

  private static void opening(FlowWriter table) {
    table
        .on(SOCKET_OPEN)
        .in(IDENTIFYING).stay().doing(IDENTIFY)
        .in(RESUMING).stay().doing(RESUME)
        .elsewhere().stale();

    table
        .on(DIAL_FAILED)
        .in(IDENTIFYING).identifyLater(RELEASE_SOCKET)
        .in(RESUMING).resumeLater(RELEASE_SOCKET)
        .elsewhere().stale();

    table
        .on(DIAL_HOPELESS)
        .in(IDENTIFYING)
        .when(TOO_MANY_UNUSABLE_SERVERS).goTo(SERVER_UNUSABLE).doing(RELEASE_SOCKET)
        .when(MAY_REJOIN).goTo(BackoffPlan.REJOIN).doing(RELEASE_SOCKET, COUNT_UNUSABLE_SERVER)
        .otherwise().goTo(SERVER_UNUSABLE).doing(RELEASE_SOCKET)
        .in(RESUMING)
        .when(TOO_MANY_UNUSABLE_SERVERS).goTo(SERVER_UNUSABLE).doing(RELEASE_SOCKET)
        .when(MAY_REJOIN).goTo(BackoffPlan.REJOIN).doing(RELEASE_SOCKET, COUNT_UNUSABLE_SERVER, SHORTEN_REJOIN_DELAY)
        .otherwise().goTo(SERVER_UNUSABLE).doing(RELEASE_SOCKET)
        .elsewhere().stale();

    table
        .on(HELLO)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED)
        .when(FIRST_HELLO).stay().doing(START_HEARTBEAT)
        .violation(CONNECTED, START_HEARTBEAT)
        .elsewhere().stale();
  }

  private static void grants(FlowWriter table) {
    table
        .on(EventKind.READY)
        .in(IDENTIFYING).goTo(READY).doing(STORE_SSRC_AND_MODE)
        .in(RESUMING).rejoinSoon(REPORT_VIOLATION)
        .in(READY, DISCOVERING, SELECTING)
        .when(SAME_SSRC_TOLERATED).countViolation()
        .rejoin(REPORT_VIOLATION)
        .in(ESTABLISHED)
        .when(SAME_SSRC_TOLERATED).countViolation()
        .when(SAME_SSRC_MAY_RESUME).goTo(RESUMING).doing(REPORT_VIOLATION, ABORT_SOCKET)
        .rejoin(REPORT_VIOLATION)
        .elsewhere().stale();

    table
        .on(READY_UNUSABLE)
        .in(IDENTIFYING)
        .when(Guard.NO_COMMON_MODE).goTo(NO_COMMON_MODE)
        .rejoin(REPORT_VIOLATION)
        .in(RESUMING).rejoinSoon(REPORT_VIOLATION)
        .violation(List.of(READY, DISCOVERING, SELECTING, ESTABLISHED))
        .elsewhere().stale();

    table
        .on(SESSION_DESCRIPTION)
        .in(SELECTING).goTo(ESTABLISHED).doing(STORE_KEY)
        .in(RESUMING, ESTABLISHED)
        .when(KEY_DIFFERS).stay().doing(STORE_KEY, USE_NEW_KEY)
        .otherwise().ignore("the key is the same, so the nonce counter continues")
        .violation(List.of(IDENTIFYING, READY, DISCOVERING))
        .elsewhere().stale();

    table
        .on(SESSION_DESCRIPTION_UNUSABLE)
        .in(SELECTING)
        .when(LAST_MODE).goTo(NO_COMMON_MODE).doing(REPORT_VIOLATION)
        .rejoin(REPORT_VIOLATION, EXCLUDE_MODE)
        .violation(List.of(IDENTIFYING, RESUMING, READY, DISCOVERING, ESTABLISHED))
        .elsewhere().stale();

    table
        .on(RESUMED)
        .in(RESUMING).goTo(ESTABLISHED)
        .violation(List.of(IDENTIFYING, READY, DISCOVERING, SELECTING, ESTABLISHED))
        .elsewhere().stale();
  }

  private static void trouble(FlowWriter table) {
    table
        .on(MALFORMED)
        .violation(CONNECTED)
        .elsewhere().stale();

    table
        .on(NONCE_NEARLY_SPENT)
        .in(RESUMING, ESTABLISHED).rejoinAtOnce()
        .elsewhere().stale();

    table
        .on(EFFECT_FAILED)
        .in(DISCONNECTED, FAILED).ignore("the connection has ended")
        .elsewhere().goTo(INTERNAL_ERROR);
  }
  // spotless:on
}
