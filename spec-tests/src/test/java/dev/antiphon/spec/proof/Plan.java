package dev.antiphon.spec.proof;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The plan of a run: a pure function of its seed.
 *
 * @param policy whether the application sets a reconnect policy
 * @param disturbances the disturbances, in order
 * @param closes whether the application ends the run by closing the {@code Voice}
 * @param random the random seed of all other choices in the run
 */
record Plan(long seed, boolean policy, List<Planned> disturbances, boolean closes, long random) {
  private static final int MIN_COUNT = 8;
  private static final int MAX_COUNT = 18;

  /** Each disturbance as often as its weight. */
  private static final List<Disturbance> WEIGHTED =
      Stream.of(Disturbance.values())
          .flatMap(disturbance -> Collections.nCopies(disturbance.weight(), disturbance).stream())
          .toList();

  /** A disturbance after a delay in milliseconds. */
  record Planned(int millis, Disturbance disturbance) {}

  static Plan of(long seed) {
    SeededRandom random = new SeededRandom(seed);
    boolean policy = random.oneIn(3);
    List<Planned> disturbances =
        Stream.generate(() -> new Planned(millis(random), random.of(WEIGHTED)))
            .limit(random.between(MIN_COUNT, MAX_COUNT))
            .toList();
    return new Plan(
        seed, policy, disturbances, random.oneIn(5), random.between(0, Integer.MAX_VALUE - 1));
  }

  /** Some delays are shorter than the recovery from the last disturbance, others are longer. */
  private static int millis(SeededRandom random) {
    return switch (random.between(0, 5)) {
      case 0, 1 -> random.between(0, 30);
      case 2 -> random.between(500, 900);
      default -> random.between(60, 350);
    };
  }
}
