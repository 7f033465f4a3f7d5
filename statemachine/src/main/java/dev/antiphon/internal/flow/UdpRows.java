package dev.antiphon.internal.flow;

import static dev.antiphon.flow.EventKind.DISCOVERED;
import static dev.antiphon.flow.EventKind.UDP_ALIVE;
import static dev.antiphon.flow.EventKind.UDP_OPEN_FAILED;
import static dev.antiphon.flow.EventKind.UDP_READY;
import static dev.antiphon.flow.EventKind.UDP_UNREACHABLE;
import static dev.antiphon.flow.FailureCause.UDP_UNAVAILABLE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.DISCOVERING;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.FAILED;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static dev.antiphon.flow.VoiceState.SELECTING;
import static dev.antiphon.internal.flow.Action.COUNT_UNOPENED;
import static dev.antiphon.internal.flow.Action.KEEP_OWN_ADDRESS;
import static dev.antiphon.internal.flow.Action.STOP_WATCHING_UDP;
import static dev.antiphon.internal.flow.Action.WATCH_UDP;
import static dev.antiphon.internal.flow.Guard.UDP_FAILURE_WATCHED;
import static dev.antiphon.internal.flow.Guard.UNOPENED_TOO_OFTEN;

/** Section F: what the UDP path reports. */
final class UdpRows {
  private UdpRows() {}

  // spotless:off: one line, one row
  static void write(TableWriter table) {
    table
        .on(UDP_READY)
        .in(READY).goTo(DISCOVERING)
        .elsewhere().stale();

    table
        .on(UDP_OPEN_FAILED)
        .in(READY)
        .when(UNOPENED_TOO_OFTEN).goTo(FAILED, UDP_UNAVAILABLE)
        .rejoin(COUNT_UNOPENED)
        .elsewhere().stale();

    table
        .on(DISCOVERED)
        .in(DISCOVERING).goTo(SELECTING).doing(KEEP_OWN_ADDRESS)
        .in(RESUMING, READY, SELECTING, ESTABLISHED, BACKOFF).ignore("late duplicate")
        .elsewhere().stale();

    table
        .on(UDP_ALIVE)
        .in(RESUMING, ESTABLISHED, BACKOFF).stay().doing(STOP_WATCHING_UDP)
        .in(DISCOVERING, SELECTING).ignore("its deadline decides")
        .elsewhere().stale();

    table
        .on(UDP_UNREACHABLE)
        .in(DISCOVERING).stay("the discovery deadline decides")
        .in(RESUMING, SELECTING, BACKOFF).rejoin()
        .in(ESTABLISHED)
        .when(UDP_FAILURE_WATCHED).ignore("is watched already")
        .otherwise().stay().doing(WATCH_UDP)
        .elsewhere().stale();
  }
  // spotless:on
}
