package dev.antiphon.cli.internal.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private final Histogram times = new Histogram();

  @Test
  void quantileOfAnEmptyHistogramIsZero() {
    assertThat(times.count()).isZero();
    assertThat(times.quantile(0.5)).isZero();
  }

  @Test
  void quantileIsCorrectWithinTwoPercent() {
    for (int millis = 1; millis <= 1_000; millis++) {
      times.add(Duration.ofMillis(millis));
    }
    assertThat(times.count()).isEqualTo(1_000);
    assertThat(times.quantile(0.5)).isBetween(Duration.ofMillis(490), Duration.ofMillis(511));
    assertThat(times.quantile(0.99)).isBetween(Duration.ofMillis(970), Duration.ofMillis(1_011));
  }

  @Test
  void tooSmallAndTooLargeTimesAreCountedInTheFirstAndLastBucket() {
    times.add(Duration.ZERO);
    times.add(Duration.ofDays(1));
    assertThat(times.count()).isEqualTo(2);
    assertThat(times.quantile(0.5)).isLessThan(Duration.ofNanos(2_000));
    assertThat(times.quantile(1)).isGreaterThan(Duration.ofHours(1));
  }
}
