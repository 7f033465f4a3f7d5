package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.check.Exploration;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Verifies the properties with SPIN, an independent model checker. SPIN must confirm them for the
 * model of the table, with the same number of states as the {@link FlowExplorer}. It must refute
 * them for models of broken tables.
 */
@Tag("P4")
@Tag("P5")
@Tag("P6")
@Tag("P7")
@Tag("P8")
@Tag("P9")
@Tag("P14")
@Tag("P15")
@Tag("P16")
@Tag("P19")
@Tag("P21")
@Tag("P26")
@Tag("P27")
class SpinTest {
  private static final List<String> CLAIMS = List.of("P19", "P21");

  private static final int MOST = 1_000_000;

  /** SPIN also counts the state in which the world is chosen. */
  private static final int BEFORE_THE_FIRST = 1;

  @TempDir Path directory;

  @BeforeAll
  static void spinIsInstalled() {
    boolean installed = Spin.isInstalled();
    if (!installed) {
      System.out.println("SPIN: skipped because it is not installed; run apt-get install spin gcc");
    }
    assumeTrue(installed, "apt-get install spin gcc");
  }

  @Test
  void spinFindsNoErrorAndTheSameStatesAsTheExplorerInTheReducedModel() throws IOException {
    agree(ModelWorld.CALM);
  }

  @Test
  void spinConfirmsTheLivenessClaimsInTheReducedModel() throws IOException {
    confirm(ModelWorld.CALM);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SOCKET_CLOSED_BEFORE_A_RESUME",
        "FORGIVEN_AT_ONCE",
        "JOIN_WITHOUT_A_DEADLINE",
        "OP_4_WITHOUT_A_LIMIT"
      })
  void spinRefutesABrokenTable(PromelaDefect defect) throws IOException {
    refute(defect);
  }

  @Tag("proof")
  @ParameterizedTest
  @EnumSource(names = {"VOICE", "DISCORD", "MAIN_GATEWAY", "POLICY", "REQUESTS", "MOVES"})
  void spinFindsNoErrorAndTheSameStatesAsTheExplorer(ModelWorld world) throws IOException {
    agree(world);
  }

  @Tag("proof")
  @ParameterizedTest
  @EnumSource(names = {"VOICE", "DISCORD", "MAIN_GATEWAY", "POLICY", "REQUESTS", "MOVES"})
  void spinConfirmsTheLivenessClaims(ModelWorld world) throws IOException {
    confirm(world);
  }

  @Tag("proof")
  @ParameterizedTest
  @EnumSource
  void spinRefutesEveryBrokenTable(PromelaDefect defect) throws IOException {
    refute(defect);
  }

  private void agree(ModelWorld world) throws IOException {
    Spin.Report report = new Spin(directory, text(world, VoiceFlow.TABLE), in(world)).verify();
    FlowExplorer explorer = new FlowExplorer(world);
    Exploration<Configuration, ExploredEvent> explored = explorer.explore(MOST);
    long distinct =
        IntStream.range(0, explored.size())
            .mapToObj(number -> IntBuffer.wrap(PromelaVariable.of(explorer.found().get(number))))
            .distinct()
            .count();
    System.out.printf(
        "SPIN: no error in %,d states of %s; %d rows never taken%n",
        report.states(), world, report.rowsNotTaken().size());
    assertThat(report.errors()).as("%s", report).isZero();
    assertThat(report.states()).isEqualTo(BEFORE_THE_FIRST + distinct);
    assertThat(explored.rows().counts().keySet())
        .doesNotContainAnyElementsOf(report.rowsNotTaken());
  }

  private void confirm(ModelWorld world) throws IOException {
    Spin spin =
        new Spin(directory, text(world, VoiceFlow.TABLE), in(world), "-DSILENCE", "-DCYCLES");
    for (String claim : CLAIMS) {
      Spin.Report report = spin.verify(claim);
      System.out.printf("SPIN: %s holds in %s, %,d states%n", claim, world, report.states());
      assertThat(report.errors()).as("%s", report).isZero();
    }
  }

  private void refute(PromelaDefect defect) throws IOException {
    PromelaText text = text(defect.world(), defect.table());
    Spin spin = new Spin(directory, text, in(defect.world()), "-DSILENCE", "-DCYCLES");
    Spin.Report report = spin.verify(defect.claim());
    System.out.printf("SPIN: %s is found: %s%n", defect, report.broken());
    assertThat(report.errors()).isPositive();
    assertThat(report.broken()).contains(defect.breach());
  }

  private static PromelaText text(
      ModelWorld world, Table<Substate, EventKind, Guard, Action> table) {
    return new PromelaText(new PromelaModel(world, table));
  }

  private static String in(ModelWorld world) {
    return "-DWORLD=" + world;
  }
}
