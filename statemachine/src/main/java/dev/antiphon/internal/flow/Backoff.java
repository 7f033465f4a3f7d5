package dev.antiphon.internal.flow;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.RetryLimits;
import java.time.Duration;

/** How long to wait before which attempt. */
final class Backoff {
  private static final int MOST_DOUBLINGS = 20;

  /** What doubles without end must still fit a count of nanoseconds. */
  private static final Duration LONGEST = RetryLimits.LONGEST;

  private Backoff() {}

  /** The wait for the attempt that would come next, its chance between 0 and 1 given. */
  static Duration delay(RetryLimits limits, Retries tried, BackoffPlan plan, double chance) {
    return switch (plan) {
      case RESUME -> spread(doubled(limits.resumeDelay(), tried.resumes() - 1), limits, chance);
      case IDENTIFY -> limits.identifyDelay();
      case REJOIN -> rejoin(limits, tried, chance);
    };
  }

  /** How long the dial waits after so many changes that Discord itself has driven. */
  static Duration pace(RetryLimits limits, int changes) {
    int beyond = changes - limits.freeChanges();
    if (beyond <= 0) {
      return Duration.ZERO;
    }
    Duration full = doubled(limits.changeDelay(), beyond - 1);
    return full.compareTo(limits.longestChangeDelay()) > 0 ? limits.longestChangeDelay() : full;
  }

  private static Duration rejoin(RetryLimits limits, Retries tried, double chance) {
    if (tried.haste() == Retries.Haste.AT_ONCE) {
      return Duration.ZERO;
    }
    if (tried.haste() == Retries.Haste.SOON && tried.rejoins() == 0) {
      return limits.soonDelay();
    }
    Duration full = doubled(limits.rejoinDelay(), tried.rejoins());
    Duration bounded =
        full.compareTo(limits.longestRejoinDelay()) > 0 ? limits.longestRejoinDelay() : full;
    return share(bounded, 0.5 + chance / 2);
  }

  private static Duration spread(Duration delay, RetryLimits limits, double chance) {
    return share(delay, 1 + limits.resumeSpread() * (2 * chance - 1));
  }

  private static Duration doubled(Duration delay, int times) {
    Duration grown = delay.multipliedBy(1L << Math.max(0, Math.min(MOST_DOUBLINGS, times)));
    return grown.compareTo(LONGEST) > 0 ? LONGEST : grown;
  }

  private static Duration share(Duration delay, double share) {
    return Duration.ofNanos((long) (delay.toNanos() * share));
  }
}
