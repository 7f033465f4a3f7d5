package dev.antiphon.statemachine.flow;

import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * The tests of the flow are tested: a flow with one slip in one row fails one of them, or the slip
 * is listed in {@code mutants-equivalent.tsv} with the reason why nobody could tell. What is listed
 * there and fails a test after all has to leave.
 */
class MutationTest {
  private static final String FILE = "/mutants-equivalent.tsv";
  private static final int SAMPLE = 1_000;

  private final KillingSuite suite = new KillingSuite();
  private final List<Mutant> all = new Mutator(suite.recording()).mutants();

  /** A mutant, and whether a test fails under it; by its deeds, or only by how it is written. */
  private record Verdict(Mutant mutant, boolean killed, boolean byDeeds) {}

  @Test
  void aThousandMutantsAreKilledOrCannotBeTold() throws IOException {
    Map<String, String> equivalent = equivalent();
    Set<Mutant> sample = new LinkedHashSet<>();
    IntStream.range(0, SAMPLE)
        .mapToObj(place -> all.get((int) ((long) place * all.size() / SAMPLE)))
        .forEach(sample::add);
    all.stream().filter(mutant -> equivalent.containsKey(mutant.id())).forEach(sample::add);
    assertKilled(List.copyOf(sample), equivalent);
  }

  @Test
  @Tag("proof")
  void everyMutantIsKilledOrCannotBeTold() throws IOException {
    assertKilled(all, equivalent());
  }

  @Test
  void whatIsListedAsEquivalentIsAMutantAndSaysWhy() throws IOException {
    Set<String> known = all.stream().map(Mutant::id).collect(Collectors.toSet());
    assertThat(known).hasSameSizeAs(all);
    equivalent()
        .forEach(
            (mutant, reason) -> {
              assertThat(known).contains(mutant);
              assertThat(reason).as(mutant).isNotBlank();
            });
  }

  private void assertKilled(List<Mutant> mutants, Map<String, String> equivalent) {
    List<Verdict> verdicts = mutants.parallelStream().map(this::judge).toList();
    Set<String> alive = ids(verdicts.stream().filter(verdict -> !verdict.killed()).toList());
    System.out.printf(
        "Mutants: %d of %d, %d killed, %d of them by what the flow does, %d equivalent%n",
        mutants.size(),
        all.size(),
        mutants.size() - alive.size(),
        verdicts.stream().filter(Verdict::byDeeds).count(),
        equivalent.size());
    Set<String> unexplained = new TreeSet<>(alive);
    unexplained.removeAll(equivalent.keySet());
    assertThat(unexplained).as("mutants that no test kills").isEmpty();
    Set<String> explained = new TreeSet<>(equivalent.keySet());
    explained.removeAll(alive);
    assertThat(explained).as("listed as equivalent, but killed").isEmpty();
  }

  private Verdict judge(Mutant mutant) {
    return suite
        .killer(mutant)
        .map(killer -> new Verdict(mutant, true, !killer.readsTable()))
        .orElseGet(() -> new Verdict(mutant, false, false));
  }

  private static Set<String> ids(List<Verdict> verdicts) {
    return verdicts.stream().map(verdict -> verdict.mutant().id()).collect(Collectors.toSet());
  }

  private static Map<String, String> equivalent() throws IOException {
    try (InputStream in = MutationTest.class.getResourceAsStream(FILE)) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      Map<String, String> reasons = new LinkedHashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] fields = line.split("\t", -1);
        assertThat(fields).as(line).hasSize(2);
        assertThat(reasons.put(fields[0], fields[1])).as("%s is listed once", line).isNull();
      }
      return reasons;
    }
  }
}
