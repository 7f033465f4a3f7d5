package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.machine.check.Exploration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Explores every possible event in a {@link ModelWorld} and finds no broken property. */
@Tag("P1")
@Tag("P3")
@Tag("P4")
@Tag("P5")
@Tag("P6")
@Tag("P7")
@Tag("P8")
@Tag("P9")
@Tag("P13")
@Tag("P14")
@Tag("P15")
@Tag("P16")
@Tag("P17")
@Tag("P19")
@Tag("P20")
@Tag("P21")
@Tag("P26")
@Tag("P27")
@Tag("P28")
@Tag("P29")
@Tag("P30")
@Tag("P31")
@Execution(ExecutionMode.CONCURRENT)
class ExplorationTest {
  private static final int MOST = 1_000_000;

  @ParameterizedTest
  @EnumSource(
      names = {"VOICE", "DISCORD", "MAIN_GATEWAY", "POLICY", "LISTED", "KEYS", "REQUESTS", "MOVES"})
  void modelWorldIsExploredCompletelyAndEveryPropertyHolds(ModelWorld world) {
    assertThat(explore(world).isComplete()).isTrue();
  }

  @Tag("proof")
  @ParameterizedTest
  @EnumSource(names = {"REQUESTS_PATIENT", "MOVES_PATIENT"})
  void modelWorldWithLargerBudgetsIsExploredCompletely(ModelWorld world) {
    assertThat(explore(world).isComplete()).isTrue();
  }

  @Tag("proof")
  @ParameterizedTest
  @EnumSource(names = {"VOICE_PATIENT", "WHOLE"})
  void everySafetyPropertyHoldsInTheFirstMillionConfigurations(ModelWorld world) {
    explore(world);
  }

  private static Exploration<Configuration, ExploredEvent> explore(ModelWorld world) {
    Exploration<Configuration, ExploredEvent> found = new FlowExplorer(world).explore(MOST);
    System.out.println(world + ": " + found);
    Figures.write("exploration-" + world, figures(found));
    assertThat(found.counterexample()).isEmpty();
    return found;
  }

  private static Map<String, Number> figures(Exploration<Configuration, ExploredEvent> found) {
    return Map.of(
        "configurations", found.size(),
        "edges", found.steps(),
        "depth", found.depth(),
        "rows", found.rows().counts().size(),
        "complete", found.isComplete() ? 1 : 0,
        "silence", found.longest(FlowExplorer.SILENCE).orElse(0));
  }
}
