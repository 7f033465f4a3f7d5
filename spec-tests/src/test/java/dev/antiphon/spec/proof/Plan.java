package dev.antiphon.spec.proof;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run is to go through: a pure function of its seed.
 *
 * @param policy whether the application has a policy
 * @param deeds what happens, one after the other
 * @param closes whether it ends because the application closes everything
 * @param chance the seed of what else is chance
 */
record Plan(long seed, boolean policy, List<Deed> deeds, boolean closes, long chance) {
  private static final int FEWEST = 8;
  private static final int MOST = 18;

  /** Each kind as often as it has weight. */
  private static final List<Trouble> URN =
      Stream.of(Trouble.values())
          .flatMap(trouble -> Collections.nCopies(trouble.weight(), trouble).stream())
          .toList();

  /** Trouble, after a wait of so many milliseconds. */
  record Deed(int millis, Trouble trouble) {}

  static Plan of(long seed) {
    Chance chance = new Chance(seed);
    boolean policy = chance.oneIn(3);
    List<Deed> deeds =
        Stream.generate(() -> new Deed(millis(chance), chance.of(URN)))
            .limit(chance.between(FEWEST, MOST))
            .toList();
    return new Plan(seed, policy, deeds, chance.oneIn(5), chance.between(0, Integer.MAX_VALUE - 1));
  }

  /** Some strike while the last has not been got over, some when all has long been well again. */
  private static int millis(Chance chance) {
    return switch (chance.between(0, 5)) {
      case 0, 1 -> chance.between(0, 30);
      case 2 -> chance.between(500, 900);
      default -> chance.between(60, 350);
    };
  }
}
