package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.antiphon.internal.engine.SpringEngines;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.PlantedDefect;
import dev.antiphon.spi.FlowEngine;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * What {@link AnyHistoryTest} does is tested: where the engine and the core differ in one row, it
 * fails, and tells so by the fewest events that lead there.
 */
class DifferingHistoryTest {

  /** As there, but for the seed: beside a core with a defect it fails in the same way each time. */
  static class Histories {
    private static Supplier<FlowEngine> engines;

    @BeforeContainer
    static void makeEngines() {
      engines = SpringEngines.prepared();
    }

    @Property(
        tries = 1_000,
        edgeCases = EdgeCasesMode.NONE,
        shrinking = ShrinkingMode.FULL,
        seed = "1")
    void theEngineIsWhereTheCoreIs(@ForAll("hundred") List<Happening> happenings) {
      try (Lives lives = new Lives(FlowLimits.ofDefaults(), engines, new Tally())) {
        happenings.forEach(lives::happen);
        lives.finish();
      }
    }

    @Provide
    Arbitrary<List<Happening>> hundred() {
      return Happening.lists(100);
    }
  }

  @Test
  void aStepThatTheCoreTakesOtherwiseIsToldByTheFewestThatLeadThere() {
    String told = failureBeside(new PlantedDefect("C6.SE.1 without STORE_KEY")).getMessage();
    assertThat(told).contains("[the engine and the core on Described[");
    List<String> story = told.lines().filter(line -> line.startsWith("  ")).toList();
    assertThat(story).hasSize(7);
    assertThat(story.get(0)).contains("A1.IDLE.1 on Join[");
    assertThat(story.get(6)).contains("C6.SE.1 on Described[");
  }

  private static Throwable failureBeside(PlantedDefect defect) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(Histories.class))
            .configurationParameter("jqwik.reporting.usejunitplatform", "true")
            .configurationParameter("jqwik.database", "")
            .build();
    defect.inTheCore(() -> LauncherFactory.create().execute(request, summary));
    assertThat(summary.getSummary().getFailures()).hasSize(1);
    return summary.getSummary().getFailures().get(0).getException();
  }
}
