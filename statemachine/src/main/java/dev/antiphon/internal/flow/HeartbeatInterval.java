package dev.antiphon.internal.flow;

/**
 * A heartbeat interval that can be lived with.
 *
 * @param milliseconds from 100 to 120,000
 * @param corrected whether the server asked for something else
 */
record HeartbeatInterval(double milliseconds, boolean corrected) {
  private static final double SHORTEST = 100;
  private static final double LONGEST = 120_000;

  /** What the server asked for, brought within bounds; no number at all gives the longest. */
  static HeartbeatInterval of(double asked) {
    double bounded = Double.isNaN(asked) ? LONGEST : Math.max(SHORTEST, Math.min(LONGEST, asked));
    return new HeartbeatInterval(bounded, bounded != asked);
  }
}
