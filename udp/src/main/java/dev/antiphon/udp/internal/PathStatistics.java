package dev.antiphon.udp.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a path has counted since it was opened. The values are read one after the other, so sums of
 * them may be off by the packets of that moment.
 *
 * @param counts every counter
 * @param keepaliveRoundTrip time from the last answered keepalive to its echo
 */
public record PathStatistics(Map<PathCounter, Long> counts, Optional<Duration> keepaliveRoundTrip) {

  /** Takes a copy of the counts. */
  public PathStatistics {
    counts = Map.copyOf(counts);
  }

  /** The value of a counter. */
  public long count(PathCounter counter) {
    return Objects.requireNonNull(counts.get(counter), counter.name());
  }
}
