package dev.antiphon.udp.internal;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/** The counters of {@link PathStatistics}, written on the event loop and read from any thread. */
final class PathCounters {
  private static final PathCounter[] ALL = PathCounter.values();

  private final AtomicLongArray counts = new AtomicLongArray(ALL.length);

  void count(PathCounter counter) {
    counts.incrementAndGet(counter.ordinal());
  }

  /** Returns all values, including the counters of the loop's clock. */
  PathStatistics snapshot(Optional<Duration> keepaliveRoundTrip, AudioClock clock) {
    Map<PathCounter, Long> now = new EnumMap<>(PathCounter.class);
    for (PathCounter counter : ALL) {
      now.put(counter, counts.get(counter.ordinal()));
    }
    now.put(PathCounter.CAUGHT_UP_TICKS, clock.caughtUp());
    now.put(PathCounter.SHIFTED_TICKS, clock.shifted());
    return new PathStatistics(now, keepaliveRoundTrip);
  }
}
