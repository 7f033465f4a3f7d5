package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Chance from a seed, the same on every machine. Not for several threads at once. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A seed for other dice. */
  long seed() {
    return random.nextLong();
  }

  /** A whole number from {@code least} to {@code most}, both among them. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** One of these. */
  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** From so many to so many milliseconds. */
  Duration millis(int least, int most) {
    return Duration.ofMillis(between(least, most));
  }

  /** How long until the next of things that happen so often on average, independently. */
  Duration untilNext(double perSecond) {
    double seconds = -Math.log(1 - random.nextDouble()) / perSecond;
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
