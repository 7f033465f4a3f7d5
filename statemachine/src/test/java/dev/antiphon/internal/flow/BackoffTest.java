package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.RetryLimits;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final double ALMOST_ONE = Math.nextDown(1.0);
  private static final RetryLimits LIMITS = RetryLimits.DEFAULTS;

  @Test
  void resumeDelaysAreOneTwoAndFourSecondsPlusOrMinusTwentyPercent() {
    for (int tried = 1; tried <= 3; tried++) {
      long full = 1_000L << (tried - 1);
      Retries before = resumed(tried);
      assertThat(delay(before, BackoffPlan.RESUME, 0)).isEqualTo(Duration.ofMillis(full * 4 / 5));
      assertThat(delay(before, BackoffPlan.RESUME, 0.5)).isEqualTo(Duration.ofMillis(full));
      assertThat(delay(before, BackoffPlan.RESUME, ALMOST_ONE))
          .isBetween(Duration.ofMillis(full * 6 / 5 - 1), Duration.ofMillis(full * 6 / 5));
    }
  }

  @Test
  void resumeDelayHasNoRandomPartWhenTheSpreadIsZero() {
    RetryLimits exact = RetryLimits.builder().resumeSpread(0).build();
    for (double fraction : new double[] {0, 0.3, ALMOST_ONE}) {
      assertThat(Backoff.delay(exact, resumed(2), BackoffPlan.RESUME, fraction))
          .isEqualTo(Duration.ofSeconds(2));
    }
  }

  @Test
  void identifyDelayIsAlwaysOneSecond() {
    for (double fraction : new double[] {0, 0.3, ALMOST_ONE}) {
      assertThat(delay(Retries.NONE, BackoffPlan.IDENTIFY, fraction))
          .isEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void rejoinDelayDoublesUpToThirtySecondsAndARandomPartOfAtMostHalfIsSubtracted() {
    Retries tried = Retries.NONE;
    for (long second : new long[] {1, 2, 4, 8, 16, 30, 30, 30, 30}) {
      assertThat(delay(tried, BackoffPlan.REJOIN, 0)).isEqualTo(Duration.ofMillis(second * 500));
      assertThat(delay(tried, BackoffPlan.REJOIN, ALMOST_ONE))
          .isBetween(Duration.ofMillis(second * 1_000 - 1), Duration.ofMillis(second * 1_000));
      tried = tried.withAttemptCounted(BackoffPlan.REJOIN);
    }
  }

  @Test
  void onlyTheFirstRejoinCanHaveTheShortDelayAndAnImmediateRejoinHasNoDelay() {
    Retries soon = Retries.NONE.with(Retries.RejoinDelay.SHORT);
    assertThat(delay(soon, BackoffPlan.REJOIN, 0.3)).isEqualTo(Duration.ofMillis(250));
    Retries second = Retries.NONE.withAttemptCounted(BackoffPlan.REJOIN);
    assertThat(second.rejoinDelay()).isEqualTo(Retries.RejoinDelay.BY_ATTEMPT);
    assertThat(delay(second.with(Retries.RejoinDelay.SHORT), BackoffPlan.REJOIN, 0))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(delay(second.with(Retries.RejoinDelay.ZERO), BackoffPlan.REJOIN, 0.3)).isZero();
  }

  @Test
  void delayStaysBelowTwoDaysForAnyNumberOfAttempts() {
    RetryLimits slow =
        RetryLimits.builder().resumeDelay(Duration.ofDays(1)).resumes(Integer.MAX_VALUE).build();
    for (int tried : new int[] {0, 1, 21, 64, 1_000_000}) {
      assertThat(Backoff.delay(slow, resumed(tried), BackoffPlan.RESUME, ALMOST_ONE))
          .isPositive()
          .isLessThan(Duration.ofDays(2));
    }
  }

  @Test
  void invalidNumberIsRejectedWithAMessage() {
    assertRefused(limits -> limits.resumes(-1), "resumes must not be negative, was -1");
    assertRefused(limits -> limits.rejoins(-2), "rejoins must not be negative, was -2");
    assertRefused(limits -> limits.identifies(-3), "identifies must not be negative, was -3");
    assertRefused(limits -> limits.pathFailures(0), "pathFailures must be at least 1, was 0");
    assertRefused(limits -> limits.serverNotFound(0), "serverNotFound must be at least 1, was 0");
    assertRefused(
        limits -> limits.authenticationFailures(-1),
        "authenticationFailures must be at least 1, was -1");
    assertRefused(limits -> limits.protocolErrors(0), "protocolErrors must be at least 1, was 0");
    for (double spread : new double[] {-0.1, 1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(
          limits -> limits.resumeSpread(spread),
          "resumeSpread must be at least 0 and less than 1, was " + spread);
    }
  }

  @Test
  void invalidDelayIsRejectedWithAMessage() {
    String bounds = " must not be negative or longer than a day, was ";
    Duration negative = Duration.ofNanos(-1);
    Duration endless = Duration.ofDays(1).plusNanos(1);
    assertRefused(limits -> limits.resumeDelay(negative), "resumeDelay" + bounds + negative);
    assertRefused(limits -> limits.identifyDelay(endless), "identifyDelay" + bounds + endless);
    assertRefused(limits -> limits.rejoinDelay(negative), "rejoinDelay" + bounds + negative);
    assertRefused(
        limits -> limits.longestRejoinDelay(endless), "longestRejoinDelay" + bounds + endless);
    assertRefused(limits -> limits.soonDelay(negative), "soonDelay" + bounds + negative);
    assertRefused(
        limits -> limits.mainSessionSpread(negative), "mainSessionSpread" + bounds + negative);
    assertRefused(
        limits -> limits.rejoinDelay(Duration.ofSeconds(31)),
        "longestRejoinDelay must not be shorter than rejoinDelay: PT30S is shorter than PT31S");
  }

  @Test
  void builderKeepsTheLimitsThatItWasCreatedFrom() {
    assertThat(RetryLimits.builder().build()).isEqualTo(RetryLimits.DEFAULTS);
    RetryLimits few = RetryLimits.builder().rejoins(1).build();
    assertThat(few.toBuilder().resumes(2).build())
        .isEqualTo(RetryLimits.builder().resumes(2).rejoins(1).build());
  }

  private static Retries resumed(int times) {
    Retries tried = Retries.NONE;
    for (int i = 0; i < times; i++) {
      tried = tried.withResumeCounted();
    }
    return tried;
  }

  private static Duration delay(Retries tried, BackoffPlan plan, double fraction) {
    return Backoff.delay(LIMITS, tried, plan, fraction);
  }

  private static void assertRefused(UnaryOperator<RetryLimits.Builder> change, String message) {
    assertThatThrownBy(() -> change.apply(RetryLimits.builder()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
