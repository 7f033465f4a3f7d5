package dev.antiphon.internal.flow;

import static dev.antiphon.flow.EventKind.*;
import static dev.antiphon.flow.EventKind.UDP_UNREACHABLE;
import static dev.antiphon.flow.FailureCause.*;
import static dev.antiphon.flow.VoiceState.*;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.internal.flow.Action.*;
import static dev.antiphon.internal.flow.Guard.*;

/** Section F: what the UDP path reports. */
final class UdpRows {
  private UdpRows() {}

  // spotless:off: one line, one row
  static void write(FlowWriter table) {
    table
        .on(UDP_READY)
        .in(READY).goTo(DISCOVERING)
        .elsewhere().stale();

    table
        .on(UDP_OPEN_FAILED)
        .in(READY)
        .when(UNOPENED_TOO_OFTEN).goTo(UDP_UNAVAILABLE)
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
