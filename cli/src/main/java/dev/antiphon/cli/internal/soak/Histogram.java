package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/** Durations with an error of at most two percent, in bounded memory. Thread-safe. */
final class Histogram {
  private static final double GROWTH = 1.02;

  /** The last bucket begins after one hour. */
  private static final int BUCKETS = 1_200;

  private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

  void add(Duration time) {
    double micros = Math.max(1, time.toNanos() / 1e3);
    int bucket = (int) (Math.log(micros) / Math.log(GROWTH));
    buckets.incrementAndGet(Math.min(bucket, BUCKETS - 1));
  }

  /**
   * Returns the duration that the given share of the durations did not exceed; zero if there are
   * none.
   */
  Duration quantile(double share) {
    double sought = share * count();
    long passed = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      passed += buckets.get(bucket);
      if (passed > 0 && passed >= sought) {
        return Duration.ofNanos((long) (Math.pow(GROWTH, bucket + 1) * 1e3));
      }
    }
    return Duration.ZERO;
  }

  long count() {
    long count = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      count += buckets.get(bucket);
    }
    return count;
  }
}
