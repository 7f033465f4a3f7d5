package dev.antiphon.statemachine.flow;

import static dev.antiphon.statemachine.flow.Action.ABORT_SOCKET;
import static dev.antiphon.statemachine.flow.Action.FORGET_MALFORMED;
import static dev.antiphon.statemachine.flow.Action.REPEAT_DISCOVERY;
import static dev.antiphon.statemachine.flow.Action.RESTART_SERVER_TIMER;
import static dev.antiphon.statemachine.flow.Action.SEND_VOICE_STATE;
import static dev.antiphon.statemachine.flow.EventKind.DESCRIPTION_TIMEOUT;
import static dev.antiphon.statemachine.flow.EventKind.DIAL_TIMEOUT;
import static dev.antiphon.statemachine.flow.EventKind.DISCOVERY_RETRY;
import static dev.antiphon.statemachine.flow.EventKind.DISCOVERY_TIMEOUT;
import static dev.antiphon.statemachine.flow.EventKind.HEARTBEATS_MISSED;
import static dev.antiphon.statemachine.flow.EventKind.READY_TIMEOUT;
import static dev.antiphon.statemachine.flow.EventKind.SERVER_TIMEOUT;
import static dev.antiphon.statemachine.flow.EventKind.SETTLED;
import static dev.antiphon.statemachine.flow.EventKind.STABLE;
import static dev.antiphon.statemachine.flow.EventKind.UDP_FAILURE_LASTED;
import static dev.antiphon.statemachine.flow.EventKind.VIOLATIONS_FORGOTTEN;
import static dev.antiphon.statemachine.flow.FailureCause.NO_SERVER_UPDATE;
import static dev.antiphon.statemachine.flow.FailureCause.RETRIES_EXHAUSTED;
import static dev.antiphon.statemachine.flow.FailureCause.UDP_UNREACHABLE;
import static dev.antiphon.statemachine.flow.Guard.CREDENTIALS_COMPLETE;
import static dev.antiphon.statemachine.flow.Guard.MAY_ASK_AGAIN;
import static dev.antiphon.statemachine.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.statemachine.flow.VoiceState.DISCOVERING;
import static dev.antiphon.statemachine.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.statemachine.flow.VoiceState.FAILED;
import static dev.antiphon.statemachine.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.statemachine.flow.VoiceState.READY;
import static dev.antiphon.statemachine.flow.VoiceState.SELECTING;

/** Section E: what the passing of time means. */
final class TimerRows {
  private TimerRows() {}

  // spotless:off: one line, one row
  static void write(TableWriter table) {
    awaiting(table);
    deadlines(table);
    windows(table);
  }

  private static void awaiting(TableWriter table) {
    table
        .on(SERVER_TIMEOUT)
        .in(AWAITING_SERVER_UPDATE)
        .when(MAY_ASK_AGAIN).stay().doing(SEND_VOICE_STATE, RESTART_SERVER_TIMER)
        .otherwise().goTo(FAILED, NO_SERVER_UPDATE)
        .elsewhere().stale();

    table
        .on(SETTLED)
        .in(AWAITING_SERVER_UPDATE)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING)
        .otherwise().stay()
        .elsewhere().stale();
  }

  private static void deadlines(TableWriter table) {
    table
        .on(DIAL_TIMEOUT)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING, ESTABLISHED)
        .goTo(FAILED, RETRIES_EXHAUSTED).doing(ABORT_SOCKET)
        .elsewhere().stale();

    table
        .on(READY_TIMEOUT)
        .in(IDENTIFYING).goTo(FAILED, RETRIES_EXHAUSTED).doing(ABORT_SOCKET)
        .elsewhere().stale();

    table
        .on(DISCOVERY_RETRY)
        .in(DISCOVERING).stay().doing(REPEAT_DISCOVERY)
        .elsewhere().stale();

    table
        .on(DISCOVERY_TIMEOUT)
        .in(READY, DISCOVERING).goTo(FAILED, UDP_UNREACHABLE)
        .elsewhere().stale();

    table
        .on(DESCRIPTION_TIMEOUT)
        .in(SELECTING).goTo(FAILED, RETRIES_EXHAUSTED)
        .elsewhere().stale();

    table
        .on(HEARTBEATS_MISSED)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING, ESTABLISHED)
        .goTo(FAILED, RETRIES_EXHAUSTED).doing(ABORT_SOCKET)
        .elsewhere().stale();
  }

  private static void windows(TableWriter table) {
    table
        .on(STABLE)
        .in(ESTABLISHED).stay()
        .elsewhere().stale();

    table
        .on(VIOLATIONS_FORGOTTEN)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING, ESTABLISHED).stay().doing(FORGET_MALFORMED)
        .elsewhere().stale();

    table
        .on(UDP_FAILURE_LASTED)
        .in(SELECTING, ESTABLISHED).goTo(FAILED, UDP_UNREACHABLE)
        .elsewhere().stale();
  }
  // spotless:on
}
