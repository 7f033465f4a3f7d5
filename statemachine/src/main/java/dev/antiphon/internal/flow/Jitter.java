package dev.antiphon.internal.flow;

/**
 * A random number generator as a value. So a step stays pure and a replay draws the same numbers.
 * The first seed comes from outside.
 *
 * <p>The mixing function is the one of SplitMix64 (Steele, Lea and Flood, 2014).
 *
 * @param seed the random seed
 */
public record Jitter(long seed) {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;
  private static final int SPARE_BITS = 11;

  /** Returns the current value, from 0 (inclusive) to 1 (exclusive). */
  public double fraction() {
    long mixed = seed;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    mixed ^= mixed >>> 31;
    return (mixed >>> SPARE_BITS) * UNIT;
  }

  /** Returns the generator of the next value. */
  Jitter next() {
    return new Jitter(seed + GAMMA);
  }
}
