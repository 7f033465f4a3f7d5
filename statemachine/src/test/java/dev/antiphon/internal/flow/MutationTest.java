package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.check.EquivalentMutants;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Tests the tests of the flow. Each mutant has one defect in one row. It must fail at least one
 * test, or {@code mutants-equivalent.tsv} must list it with the reason why no test can detect it. A
 * listed mutant that fails a test must be removed from the list.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutationTest {
  private static final String FILE = "/mutants-equivalent.tsv";
  private static final EquivalentMutants NOTHING = new EquivalentMutants(Map.of());
  private static final int SAMPLE = 1_000;
  private static final int MOST = 300_000;

  private final MutantTestSuite suite = new MutantTestSuite();
  private final List<FlowMutant> all = new Mutator(suite.recording()).mutants();

  @Test
  void mutantsInASampleOfOneThousandAreKilledOrListedAsEquivalent() throws IOException {
    Set<String> listed = listed().reasons().keySet();
    Set<FlowMutant> sample = new LinkedHashSet<>();
    IntStream.range(0, SAMPLE)
        .mapToObj(place -> all.get((int) ((long) place * all.size() / SAMPLE)))
        .forEach(sample::add);
    all.stream().filter(mutant -> listed.contains(mutant.id())).forEach(sample::add);
    assertKilled(List.copyOf(sample));
  }

  @Test
  @Tag("proof")
  void everyMutantIsKilledOrListedAsEquivalent() throws IOException {
    assertKilled(all);
  }

  /** An effect that no test causes would have no mutant. */
  @Test
  @Tag("proof")
  void testsCoverEveryEffectOfEveryRow() {
    FlowRecording seen = new FlowRecording();
    for (ModelWorld world : ModelWorld.values()) {
      FlowLimits limits = world.limits();
      FlowExplorer.Rules rules = (before, event) -> seen.decide(limits, before, event);
      new FlowExplorer(world, rules).explore(MOST);
    }
    Set<String> unseen = new TreeSet<>();
    for (Row<Substate, EventKind, Guard, Action> row : VoiceFlow.TABLE.rows()) {
      Set<Object> does = new LinkedHashSet<>(seen.effectsOf(row));
      does.addAll(seen.startedBy(row));
      does.removeAll(suite.recording().effectsOf(row));
      does.removeAll(suite.recording().startedBy(row));
      does.forEach(effect -> unseen.add(row.id() + " " + effect));
    }
    assertThat(unseen).isEmpty();
  }

  @Test
  void everyMutantListedAsEquivalentExistsAndHasAReason() throws IOException {
    Set<String> known = all.stream().map(FlowMutant::id).collect(Collectors.toSet());
    assertThat(known).hasSameSizeAs(all);
    assertThat(listed().unknown(known)).isEmpty();
  }

  @Test
  void survivingMutantIsReportedUnlessItIsListedAsEquivalent() {
    Row<Substate, EventKind, Guard, Action> row = VoiceFlow.TABLE.row("D12.RD.1").orElseThrow();
    FlowMutant none =
        new FlowMutant(row, "as it is", Set.of(row.id()), () -> Rules.of(VoiceFlow.TABLE));
    Set<String> alive = alive(List.of(none));
    assertThat(NOTHING.complaints(List.of(none.id()), alive))
        .containsExactly(
            "no test kills " + none.id() + ": write a test, or list the mutant with the reason");
    EquivalentMutants listed = new EquivalentMutants(Map.of(none.id(), "it is the flow"));
    assertThat(listed.complaints(List.of(none.id()), alive)).isEmpty();
  }

  @Test
  void killedMutantIsReportedWhenItIsListedAsEquivalent() {
    List<FlowMutant> killed =
        all.stream().filter(mutant -> mutant.id().equals("C6.SE.1 removed")).toList();
    EquivalentMutants listed = new EquivalentMutants(Map.of("C6.SE.1 removed", "it is not"));
    assertThat(listed.complaints(List.of("C6.SE.1 removed"), alive(killed)))
        .containsExactly("listed as equivalent, but killed: C6.SE.1 removed");
  }

  private void assertKilled(List<FlowMutant> mutants) throws IOException {
    EquivalentMutants listed = listed();
    Set<String> alive = alive(mutants);
    System.out.printf(
        "%,d mutants, %,d killed, %,d equivalent%n",
        mutants.size(), mutants.size() - alive.size(), listed.reasons().size());
    Figures.write(
        "mutants-" + mutants.size(),
        Map.of(
            "made", mutants.size(),
            "possible", all.size(),
            "killed", mutants.size() - alive.size(),
            "equivalent", listed.reasons().size()));
    List<String> tried = mutants.stream().map(FlowMutant::id).toList();
    assertThat(listed.complaints(tried, alive)).isEmpty();
  }

  private Set<String> alive(List<FlowMutant> mutants) {
    return mutants.parallelStream()
        .filter(mutant -> suite.killer(mutant).isEmpty())
        .map(FlowMutant::id)
        .collect(Collectors.toSet());
  }

  private static EquivalentMutants listed() throws IOException {
    try (InputStream in = MutationTest.class.getResourceAsStream(FILE)) {
      return EquivalentMutants.read(
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }
}
