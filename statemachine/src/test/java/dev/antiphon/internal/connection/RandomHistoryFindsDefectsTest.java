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
 * Tests that {@link RandomHistoryTest} finds defects. If the engine and the core differ in one row,
 * it fails and reports the shortest history that leads to the difference.
 */
class RandomHistoryFindsDefectsTest {

  /** The same property with a fixed seed, so that it always fails in the same way. */
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
    void engineAndCoreAgree(@ForAll("hundred") List<TimedInput> inputs) {
      try (ConnectionSequence connections =
          new ConnectionSequence(FlowLimits.ofDefaults(), engines, new Tally())) {
        inputs.forEach(connections::add);
        connections.finish();
      }
    }

    @Provide
    Arbitrary<List<TimedInput>> hundred() {
      return TimedInput.lists(100);
    }
  }

  @Test
  void differenceIsReportedWithTheShortestHistory() {
    String message = failureBeside(new PlantedDefect("C6.SE.1 without STORE_KEY")).getMessage();
    assertThat(message).contains("[engine and core after Described[");
    List<String> story = message.lines().filter(line -> line.startsWith("  ")).toList();
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
