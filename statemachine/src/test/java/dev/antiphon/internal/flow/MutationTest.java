package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.machine.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
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
 * The tests of the flow are tested: a flow with one slip in one row fails one of them, or the slip
 * is listed in {@code mutants-equivalent.tsv} with the reason why nobody could tell. What is listed
 * and fails a test has to leave.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutationTest {
  private static final String FILE = "/mutants-equivalent.tsv";
  private static final int SAMPLE = 1_000;
  private static final int MOST = 300_000;

  private final KillingSuite suite = new KillingSuite();
  private final List<Mutant> all = new Mutator(suite.recording()).mutants();

  @Test
  void aThousandMutantsAreKilledOrListed() throws IOException {
    Set<String> listed = listed().keySet();
    Set<Mutant> sample = new LinkedHashSet<>();
    IntStream.range(0, SAMPLE)
        .mapToObj(place -> all.get((int) ((long) place * all.size() / SAMPLE)))
        .forEach(sample::add);
    all.stream().filter(mutant -> listed.contains(mutant.id())).forEach(sample::add);
    assertKilled(List.copyOf(sample), listed);
  }

  @Test
  @Tag("proof")
  void everyMutantIsKilledOrListed() throws IOException {
    assertKilled(all, listed().keySet());
  }

  /** Or the mutants would be fewer than there are. */
  @Test
  @Tag("proof")
  void noRowDoesAnythingThatTheTestsHaveNotSeenItDo() {
    Recording seen = new Recording();
    for (ModelWorld world : ModelWorld.values()) {
      FlowLimits limits = world.limits();
      Explorer.Rules rules = (before, event) -> seen.decide(limits, before, event);
      new Explorer(limits, world.events(), rules).explore(MOST);
    }
    Set<String> unseen = new TreeSet<>();
    for (Row<Substate, EventKind, Guard, Action> row : VoiceFlow.TABLE.rows()) {
      Set<Object> does = new LinkedHashSet<>(seen.effectsOf(row));
      does.addAll(seen.startedBy(row));
      does.removeAll(suite.recording().effectsOf(row));
      does.removeAll(suite.recording().startedBy(row));
      does.forEach(what -> unseen.add(row.id() + " " + what));
    }
    assertThat(unseen).isEmpty();
  }

  @Test
  void whatIsListedIsAMutantAndSaysWhy() throws IOException {
    Set<String> known = all.stream().map(Mutant::id).collect(Collectors.toSet());
    assertThat(known).hasSameSizeAs(all);
    listed()
        .forEach(
            (mutant, reason) -> {
              assertThat(known).contains(mutant);
              assertThat(reason).as(mutant).isNotBlank();
            });
  }

  @Test
  void aMutantThatBehavesAsTheFlowDoesIsFoundUnlessItIsListed() {
    Row<Substate, EventKind, Guard, Action> row = VoiceFlow.TABLE.row("D12.RD.1").orElseThrow();
    Mutant none = new Mutant(Mutant.Kind.ACTION, row, "as it is", () -> Rules.of(VoiceFlow.TABLE));
    Set<String> alive = alive(List.of(none));
    assertThatThrownBy(() -> assertExplained(alive, Set.of()))
        .hasMessageContainingAll("mutants that no test kills", none.id());
    assertExplained(alive, Set.of(none.id()));
  }

  @Test
  void aMutantThatIsKilledMustNotBeListed() {
    List<Mutant> killed =
        all.stream().filter(mutant -> mutant.id().equals("C6.SE.1 removed")).toList();
    assertThatThrownBy(() -> assertExplained(alive(killed), Set.of("C6.SE.1 removed")))
        .hasMessageContainingAll("listed as equivalent, but killed", "C6.SE.1 removed");
  }

  private void assertKilled(List<Mutant> mutants, Set<String> listed) {
    Set<String> alive = alive(mutants);
    System.out.printf(
        "%,d mutants, %,d killed, %,d equivalent%n",
        mutants.size(), mutants.size() - alive.size(), listed.size());
    Figures.write(
        "mutants-" + mutants.size(),
        Map.of(
            "made", mutants.size(),
            "possible", all.size(),
            "killed", mutants.size() - alive.size(),
            "equivalent", listed.size()));
    assertExplained(alive, listed);
  }

  private Set<String> alive(List<Mutant> mutants) {
    return mutants.parallelStream()
        .filter(mutant -> suite.killer(mutant).isEmpty())
        .map(Mutant::id)
        .collect(Collectors.toSet());
  }

  private static void assertExplained(Set<String> alive, Set<String> listed) {
    Set<String> unexplained = new TreeSet<>(alive);
    unexplained.removeAll(listed);
    assertThat(unexplained).as("mutants that no test kills").isEmpty();
    Set<String> killed = new TreeSet<>(listed);
    killed.removeAll(alive);
    assertThat(killed).as("listed as equivalent, but killed").isEmpty();
  }

  private static Map<String, String> listed() throws IOException {
    try (InputStream in = MutationTest.class.getResourceAsStream(FILE)) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      Map<String, String> listed = new LinkedHashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] fields = line.split("\t", -1);
        assertThat(fields).as(line).hasSize(2);
        assertThat(listed.put(fields[0], fields[1])).as("%s is listed once", line).isNull();
      }
      return listed;
    }
  }
}
