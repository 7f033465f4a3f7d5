package dev.antiphon.cli.internal.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final int SEATS = 200;

  @Test
  void theSameSeedGivesTheSamePlan() {
    assertThat(faults(7, 1_000)).isEqualTo(faults(7, 1_000));
    assertThat(faults(7, 1_000)).isNotEqualTo(faults(8, 1_000));
  }

  @Test
  void everyKindStrikesAndEverySeatIsStruckInTheOrderOfTime() {
    List<Plan.Fault> faults = faults(7, 20_000);
    assertThat(faults).isSortedAccordingTo(Comparator.comparing(Plan.Fault::at));
    assertThat(faults)
        .extracting(Plan.Fault::kind)
        .containsAll(EnumSet.allOf(FaultKind.class))
        .hasSize(20_000);
    assertThat(faults).extracting(Plan.Fault::seat).contains(0, SEATS - 1);
    assertThat(faults).extracting(Plan.Fault::seat).allMatch(seat -> seat >= 0 && seat < SEATS);
  }

  /** Two hundred seats, each struck once in eight seconds, make 25 faults in a second. */
  @Test
  void theRateIsThatOfItsSeats() {
    Duration thousandSeconds = faults(7, 25_000).get(24_999).at();
    assertThat(thousandSeconds).isBetween(Duration.ofSeconds(950), Duration.ofSeconds(1_050));
  }

  private static List<Plan.Fault> faults(long seed, int count) {
    Plan plan = new Plan(seed, SEATS);
    return Stream.generate(plan::next).limit(count).toList();
  }
}
