package dev.antiphon.spec.proof;

import java.util.List;
import java.util.SplittableRandom;

/** Chance from a seed, the same on every machine. Not for several threads at once. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Chance of its own, for another thread. */
  Chance split() {
    return new Chance(random.nextLong());
  }

  /** A whole number from {@code least} to {@code most}, both among them. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
