package dev.antiphon.udp.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The counters of a path since it was opened. The values are read one after the other, so sums can
 * differ by the packets of that moment.
 *
 * @param counts the values of all counters
 * @param keepaliveRoundTrip the time between the last echoed keepalive and its echo; empty before
 *     the first echo
 */
public record PathStatistics(Map<PathCounter, Long> counts, Optional<Duration> keepaliveRoundTrip) {

  /** Copies the counts. */
  public PathStatistics {
    counts = Map.copyOf(counts);
  }

  /** Returns the value of a counter. */
  public long count(PathCounter counter) {
    return Objects.requireNonNull(counts.get(counter), counter.name());
  }
}
