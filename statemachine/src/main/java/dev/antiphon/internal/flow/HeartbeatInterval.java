package dev.antiphon.internal.flow;

/**
 * A heartbeat interval within its limits.
 *
 * @param milliseconds from 100 to 120,000
 * @param corrected whether the server requested another value
 */
record HeartbeatInterval(double milliseconds, boolean corrected) {
  private static final double SHORTEST = 100;
  private static final double LONGEST = 120_000;

  /** Returns the requested interval within the limits. NaN gives the longest. */
  static HeartbeatInterval of(double requested) {
    double bounded =
        Double.isNaN(requested) ? LONGEST : Math.max(SHORTEST, Math.min(LONGEST, requested));
    return new HeartbeatInterval(bounded, bounded != requested);
  }
}
