package dev.antiphon.spec.proof;

import java.util.List;
import java.util.SplittableRandom;

/** A random generator whose values depend only on the seed. Not thread-safe. */
final class SeededRandom {
  private final SplittableRandom random;

  SeededRandom(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A new generator for another thread. */
  SeededRandom split() {
    return new SeededRandom(random.nextLong());
  }

  /** A random integer from {@code least} to {@code most}, both inclusive. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** True with a probability of 1 / {@code times}. */
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
