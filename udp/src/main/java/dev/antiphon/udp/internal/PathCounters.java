package dev.antiphon.udp.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/** The counters behind {@link UdpStatistics}, written on the event loop and read anywhere. */
final class PathCounters {
  enum Counter {
    DATAGRAMS_SENT,
    DATAGRAMS_RECEIVED,
    VOICE_SENT,
    VOICE_RECEIVED,
    FRAMES_HELD,
    SEND_FAILURES,
    LASTING_ERRORS,
    DISCOVERY_INVALID,
    UNAUTHENTIC,
    REPLAYED,
    MALFORMED,
    UNTRANSFORMED,
    RTCP,
    UNKNOWN,
    KEEPALIVES_SENT,
    KEEPALIVE_ECHOES,
    LISTENER_FAILURES
  }

  private final AtomicLongArray counts = new AtomicLongArray(Counter.values().length);

  void count(Counter counter) {
    counts.incrementAndGet(counter.ordinal());
  }

  private long get(Counter counter) {
    return counts.get(counter.ordinal());
  }

  UdpStatistics snapshot(Optional<Duration> keepaliveRoundTrip, AudioClock clock) {
    return new UdpStatistics(
        get(Counter.DATAGRAMS_SENT),
        get(Counter.DATAGRAMS_RECEIVED),
        get(Counter.VOICE_SENT),
        get(Counter.VOICE_RECEIVED),
        get(Counter.FRAMES_HELD),
        get(Counter.SEND_FAILURES),
        get(Counter.LASTING_ERRORS),
        get(Counter.DISCOVERY_INVALID),
        get(Counter.UNAUTHENTIC),
        get(Counter.REPLAYED),
        get(Counter.MALFORMED),
        get(Counter.UNTRANSFORMED),
        get(Counter.RTCP),
        get(Counter.UNKNOWN),
        get(Counter.KEEPALIVES_SENT),
        get(Counter.KEEPALIVE_ECHOES),
        keepaliveRoundTrip,
        clock.caughtUp(),
        clock.shifted(),
        get(Counter.LISTENER_FAILURES));
  }
}
