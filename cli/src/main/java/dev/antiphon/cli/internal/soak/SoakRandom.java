package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Random values from a seed, the same on every machine. Not thread-safe. */
final class SoakRandom {
  private final SplittableRandom random;

  SoakRandom(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Returns a seed for another generator. */
  long seed() {
    return random.nextLong();
  }

  /** Returns a whole number from {@code least} to {@code most}, both inclusive. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** Returns true with a probability of 1 / {@code times}. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** Returns one of the choices. */
  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Returns a duration in milliseconds, both bounds inclusive. */
  Duration millis(int least, int most) {
    return Duration.ofMillis(between(least, most));
  }

  /** Returns the time to the next of independent events with the given average rate. */
  Duration untilNext(double perSecond) {
    double seconds = -Math.log(1 - random.nextDouble()) / perSecond;
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
