package dev.antiphon.internal.flow;

import static dev.antiphon.flow.EventKind.DIAL_FAILED;
import static dev.antiphon.flow.EventKind.EFFECT_FAILED;
import static dev.antiphon.flow.EventKind.HELLO;
import static dev.antiphon.flow.EventKind.MALFORMED;
import static dev.antiphon.flow.EventKind.NONCE_NEARLY_SPENT;
import static dev.antiphon.flow.EventKind.READY_UNUSABLE;
import static dev.antiphon.flow.EventKind.RESUMED;
import static dev.antiphon.flow.EventKind.SESSION_DESCRIPTION;
import static dev.antiphon.flow.EventKind.SESSION_DESCRIPTION_UNUSABLE;
import static dev.antiphon.flow.EventKind.SOCKET_OPEN;
import static dev.antiphon.flow.FailureCause.INTERNAL_ERROR;
import static dev.antiphon.flow.FailureCause.NO_COMMON_MODE;
import static dev.antiphon.flow.VoiceState.DISCONNECTED;
import static dev.antiphon.flow.VoiceState.DISCOVERING;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.FAILED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static dev.antiphon.flow.VoiceState.SELECTING;
import static dev.antiphon.internal.flow.Action.ABORT_SOCKET;
import static dev.antiphon.internal.flow.Action.COUNT_MALFORMED;
import static dev.antiphon.internal.flow.Action.EXCLUDE_MODE;
import static dev.antiphon.internal.flow.Action.IDENTIFY;
import static dev.antiphon.internal.flow.Action.KEEP_GRANT;
import static dev.antiphon.internal.flow.Action.KEEP_KEY;
import static dev.antiphon.internal.flow.Action.REKEY_MEDIA;
import static dev.antiphon.internal.flow.Action.RELEASE_SOCKET;
import static dev.antiphon.internal.flow.Action.REPORT_VIOLATION;
import static dev.antiphon.internal.flow.Action.RESUME;
import static dev.antiphon.internal.flow.Action.START_HEARTBEAT;
import static dev.antiphon.internal.flow.Guard.FIRST_HELLO;
import static dev.antiphon.internal.flow.Guard.KEY_DIFFERS;
import static dev.antiphon.internal.flow.Guard.LAST_MODE;
import static dev.antiphon.internal.flow.Guard.MALFORMED_TOLERATED;
import static dev.antiphon.internal.flow.Guard.SAME_SSRC;

import dev.antiphon.flow.EventKind;

/** Section C: the opening of the voice socket, and what it says. */
final class SocketRows {
  private SocketRows() {}

  // spotless:off: one line, one row
  static void write(TableWriter table) {
    opening(table);
    grants(table);
    trouble(table);
  }

  private static void opening(TableWriter table) {
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
        .on(HELLO)
        .in(IDENTIFYING, RESUMING).stay().doing(START_HEARTBEAT)
        .in(READY, DISCOVERING, SELECTING, ESTABLISHED)
        .when(FIRST_HELLO).stay().doing(START_HEARTBEAT)
        .otherwise().violation().doing(START_HEARTBEAT)
        .elsewhere().stale();
  }

  private static void grants(TableWriter table) {
    table
        .on(EventKind.READY)
        .in(IDENTIFYING).goTo(READY).doing(KEEP_GRANT)
        .in(RESUMING).rejoinSoon(REPORT_VIOLATION)
        .in(READY, DISCOVERING, SELECTING, ESTABLISHED)
        .when(SAME_SSRC).violation()
        .rejoin(REPORT_VIOLATION)
        .elsewhere().stale();

    table
        .on(READY_UNUSABLE)
        .in(IDENTIFYING)
        .when(Guard.NO_COMMON_MODE).goTo(FAILED, NO_COMMON_MODE)
        .rejoin(REPORT_VIOLATION)
        .in(RESUMING).rejoinSoon(REPORT_VIOLATION)
        .in(READY, DISCOVERING, SELECTING, ESTABLISHED).violation()
        .elsewhere().stale();

    table
        .on(SESSION_DESCRIPTION)
        .in(SELECTING).goTo(ESTABLISHED).doing(KEEP_KEY)
        .in(RESUMING, ESTABLISHED)
        .when(KEY_DIFFERS).stay().doing(KEEP_KEY, REKEY_MEDIA)
        .otherwise().ignore("same key; its nonce is kept")
        .in(IDENTIFYING, READY, DISCOVERING).violation()
        .elsewhere().stale();

    table
        .on(SESSION_DESCRIPTION_UNUSABLE)
        .in(SELECTING)
        .when(LAST_MODE).goTo(FAILED, NO_COMMON_MODE).doing(REPORT_VIOLATION)
        .rejoin(REPORT_VIOLATION, EXCLUDE_MODE)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, ESTABLISHED).violation()
        .elsewhere().stale();

    table
        .on(RESUMED)
        .in(RESUMING).goTo(ESTABLISHED)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING, ESTABLISHED).violation()
        .elsewhere().stale();
  }

  private static void trouble(TableWriter table) {
    table
        .on(MALFORMED)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING)
        .when(MALFORMED_TOLERATED).violation().doing(COUNT_MALFORMED)
        .rejoin(REPORT_VIOLATION)
        .in(RESUMING)
        .when(MALFORMED_TOLERATED).violation().doing(COUNT_MALFORMED)
        .rejoinSoon(REPORT_VIOLATION)
        .in(ESTABLISHED)
        .when(MALFORMED_TOLERATED).violation().doing(COUNT_MALFORMED)
        .resume(REPORT_VIOLATION, ABORT_SOCKET)
        .elsewhere().stale();

    table
        .on(NONCE_NEARLY_SPENT)
        .in(RESUMING, ESTABLISHED).rejoinAtOnce()
        .elsewhere().stale();

    table
        .on(EFFECT_FAILED)
        .in(DISCONNECTED, FAILED).ignore("has ended already")
        .elsewhere().goTo(FAILED, INTERNAL_ERROR);
  }
  // spotless:on
}
