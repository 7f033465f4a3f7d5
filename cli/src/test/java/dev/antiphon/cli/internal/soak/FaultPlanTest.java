package dev.antiphon.cli.internal.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final int MEMBERS = 200;

  @Test
  void sameSeedReturnsTheSamePlan() {
    assertThat(faults(7, 1_000)).isEqualTo(faults(7, 1_000));
    assertThat(faults(7, 1_000)).isNotEqualTo(faults(8, 1_000));
  }

  @Test
  void faultsAreSortedByTimeAndContainEveryKind() {
    List<FaultPlan.Fault> faults = faults(7, 20_000);
    assertThat(faults).isSortedAccordingTo(Comparator.comparing(FaultPlan.Fault::at));
    assertThat(faults)
        .extracting(FaultPlan.Fault::kind)
        .containsAll(EnumSet.allOf(FaultKind.class))
        .hasSize(20_000);
    assertThat(faults).extracting(FaultPlan.Fault::member).contains(0, MEMBERS - 1);
    assertThat(faults)
        .extracting(FaultPlan.Fault::member)
        .allMatch(member -> member >= 0 && member < MEMBERS);
  }

  /** Two hundred members with one fault each in eight seconds result in 25 faults per second. */
  @Test
  void twoHundredMembersHave25FaultsPerSecond() {
    Duration thousandSeconds = faults(7, 25_000).get(24_999).at();
    assertThat(thousandSeconds).isBetween(Duration.ofSeconds(950), Duration.ofSeconds(1_050));
  }

  private static List<FaultPlan.Fault> faults(long seed, int count) {
    FaultPlan plan = new FaultPlan(seed, MEMBERS, MEMBERS);
    return Stream.generate(plan::next).limit(count).toList();
  }
}
