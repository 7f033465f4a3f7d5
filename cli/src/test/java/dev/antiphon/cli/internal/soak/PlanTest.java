package dev.antiphon.cli.internal.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final int MEMBERS = 200;

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
    assertThat(faults).extracting(Plan.Fault::member).contains(0, MEMBERS - 1);
    assertThat(faults)
        .extracting(Plan.Fault::member)
        .allMatch(member -> member >= 0 && member < MEMBERS);
  }

  /** Two hundred members, each struck once in eight seconds, make 25 faults in a second. */
  @Test
  void theRateIsThatOfItsSeats() {
    Duration thousandSeconds = faults(7, 25_000).get(24_999).at();
    assertThat(thousandSeconds).isBetween(Duration.ofSeconds(950), Duration.ofSeconds(1_050));
  }

  private static List<Plan.Fault> faults(long seed, int count) {
    Plan plan = new Plan(seed, MEMBERS);
    return Stream.generate(plan::next).limit(count).toList();
  }
}
