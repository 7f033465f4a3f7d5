package dev.antiphon.internal.flow;

/**
 * A source of chance that is data, so that a step stays pure and a replay exact. Its first seed is
 * drawn from outside.
 *
 * <p>The mixing is that of SplitMix64 (Steele, Lea and Flood, 2014).
 */
public record Jitter(long seed) {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;
  private static final int SPARE_BITS = 11;

  /** The present value, from 0 up to 1. */
  public double fraction() {
    long mixed = seed;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    mixed ^= mixed >>> 31;
    return (mixed >>> SPARE_BITS) * UNIT;
  }

  /** The source for the next value. */
  Jitter next() {
    return new Jitter(seed + GAMMA);
  }
}
