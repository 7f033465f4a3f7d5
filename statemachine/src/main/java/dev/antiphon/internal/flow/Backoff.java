package dev.antiphon.internal.flow;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.RetryLimits;
import java.time.Duration;

/** Calculates the wait before each attempt. */
final class Backoff {
  private static final int MOST_DOUBLINGS = 20;

  /** The limit for doubled delays: they must fit into a number of nanoseconds. */
  private static final Duration LONGEST = RetryLimits.LONGEST;

  private Backoff() {}

  /** Returns the wait before the next attempt. {@code random} is from 0 to 1. */
  static Duration delay(RetryLimits limits, Retries tried, BackoffPlan plan, double random) {
    return switch (plan) {
      case RESUME -> spread(doubled(limits.resumeDelay(), tried.resumes() - 1), limits, random);
      case IDENTIFY -> limits.identifyDelay();
      case REJOIN -> rejoin(limits, tried, random);
    };
  }

  /** Returns the wait before a dial after this number of changes that Discord started. */
  static Duration pace(RetryLimits limits, int changes) {
    int beyond = changes - limits.freeChanges();
    if (beyond <= 0) {
      return Duration.ZERO;
    }
    Duration full = doubled(limits.changeDelay(), beyond - 1);
    return full.compareTo(limits.longestChangeDelay()) > 0 ? limits.longestChangeDelay() : full;
  }

  private static Duration rejoin(RetryLimits limits, Retries tried, double random) {
    if (tried.rejoinDelay() == Retries.RejoinDelay.ZERO) {
      return Duration.ZERO;
    }
    if (tried.rejoinDelay() == Retries.RejoinDelay.SHORT && tried.rejoins() == 0) {
      return limits.soonDelay();
    }
    return fraction(longestRejoin(limits, tried.rejoins()), 0.5 + random / 2);
  }

  private static Duration longestRejoin(RetryLimits limits, int rejoins) {
    Duration full = doubled(limits.rejoinDelay(), rejoins);
    return full.compareTo(limits.longestRejoinDelay()) > 0 ? limits.longestRejoinDelay() : full;
  }

  /** Returns the sum of the longest waits before this number of rejoins. */
  static Duration longestRejoins(RetryLimits limits, int rejoins) {
    int doublings = Math.min(rejoins, MOST_DOUBLINGS);
    Duration sum = longestRejoin(limits, doublings).multipliedBy(rejoins - doublings);
    for (int tried = 0; tried < doublings; tried++) {
      sum = sum.plus(longestRejoin(limits, tried));
    }
    return sum;
  }

  private static Duration spread(Duration delay, RetryLimits limits, double random) {
    return fraction(delay, 1 + limits.resumeSpread() * (2 * random - 1));
  }

  private static Duration doubled(Duration delay, int times) {
    Duration grown = delay.multipliedBy(1L << Math.max(0, Math.min(MOST_DOUBLINGS, times)));
    return grown.compareTo(LONGEST) > 0 ? LONGEST : grown;
  }

  private static Duration fraction(Duration delay, double fraction) {
    return Duration.ofNanos((long) (delay.toNanos() * fraction));
  }
}
