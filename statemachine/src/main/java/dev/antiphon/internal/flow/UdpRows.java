package dev.antiphon.internal.flow;

import static dev.antiphon.flow.EventKind.*;
import static dev.antiphon.flow.EventKind.UDP_UNREACHABLE;
import static dev.antiphon.flow.FailureCause.*;
import static dev.antiphon.flow.VoiceState.*;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.internal.flow.Action.*;
import static dev.antiphon.internal.flow.Guard.*;

/** Section F of the table: events of the UDP path. */
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
        .when(TOO_MANY_UDP_OPEN_FAILURES).goTo(UDP_UNAVAILABLE)
        .rejoin(COUNT_UDP_OPEN_FAILURE)
        .elsewhere().stale();

    table
        .on(DISCOVERED)
        .in(DISCOVERING).goTo(SELECTING).doing(STORE_OWN_ADDRESS)
        .in(RESUMING, READY, SELECTING, ESTABLISHED, BACKOFF).ignore("the address is already known")
        .elsewhere().stale();

    table
        .on(UDP_ALIVE)
        .in(RESUMING, ESTABLISHED, BACKOFF).stay().doing(STOP_UDP_FAILURE_TIMER)
        .in(DISCOVERING, SELECTING).ignore("the deadline of the state continues")
        .elsewhere().stale();

    table
        .on(UDP_UNREACHABLE)
        .in(DISCOVERING).stay("the discovery deadline continues")
        .in(RESUMING, SELECTING, BACKOFF).rejoin()
        .in(ESTABLISHED)
        .when(UDP_FAILURE_TIMER_RUNS).ignore("the UDP failure timer already runs")
        .otherwise().stay().doing(START_UDP_FAILURE_TIMER)
        .elsewhere().stale();
  }
  // spotless:on
}
