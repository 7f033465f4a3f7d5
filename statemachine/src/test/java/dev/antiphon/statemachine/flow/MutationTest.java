package dev.antiphon.statemachine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
 * is listed in {@code mutants-alive.tsv}: as equivalent, with the reason why nobody could tell, or
 * as open, with what a test would have to show. What is listed and fails a test has to leave.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutationTest {
  private static final String FILE = "/mutants-alive.tsv";
  private static final int SAMPLE = 1_000;

  private final KillingSuite suite = new KillingSuite();
  private final List<Mutant> all = new Mutator(suite.recording()).mutants();

  /** What is thought of a mutant that no test kills. */
  private enum Standing {
    EQUIVALENT,
    OPEN
  }

  private record Listed(Standing standing, String reason) {}

  /** A mutant, and whether a test fails under it; by its deeds, or only by how it is written. */
  private record Verdict(Mutant mutant, boolean killed, boolean byDeeds) {}

  @Test
  void aThousandMutantsAreKilledOrListed() throws IOException {
    Map<String, Listed> listed = listed();
    Set<Mutant> sample = new LinkedHashSet<>();
    IntStream.range(0, SAMPLE)
        .mapToObj(place -> all.get((int) ((long) place * all.size() / SAMPLE)))
        .forEach(sample::add);
    all.stream().filter(mutant -> listed.containsKey(mutant.id())).forEach(sample::add);
    assertKilled(List.copyOf(sample), listed);
  }

  @Test
  @Tag("proof")
  void everyMutantIsKilledOrListed() throws IOException {
    assertKilled(all, listed());
  }

  @Test
  void whatIsListedIsAMutantAndSaysWhy() throws IOException {
    Set<String> known = all.stream().map(Mutant::id).collect(Collectors.toSet());
    assertThat(known).hasSameSizeAs(all);
    listed()
        .forEach(
            (mutant, entry) -> {
              assertThat(known).contains(mutant);
              assertThat(entry.reason()).as(mutant).isNotBlank();
            });
  }

  private void assertKilled(List<Mutant> mutants, Map<String, Listed> listed) {
    List<Verdict> verdicts = mutants.parallelStream().map(this::judge).toList();
    Set<String> alive = ids(verdicts.stream().filter(verdict -> !verdict.killed()).toList());
    System.out.printf(
        "Mutants: %d of %d, %d killed, %d of them by what the flow does; %d equivalent, %d open%n",
        mutants.size(),
        all.size(),
        mutants.size() - alive.size(),
        verdicts.stream().filter(Verdict::byDeeds).count(),
        count(listed, Standing.EQUIVALENT),
        count(listed, Standing.OPEN));
    Figures.write(
        "mutants-" + mutants.size(),
        Map.of(
            "made", mutants.size(),
            "possible", all.size(),
            "killed", mutants.size() - alive.size(),
            "equivalent", count(listed, Standing.EQUIVALENT),
            "open", count(listed, Standing.OPEN)));
    Set<String> unexplained = new TreeSet<>(alive);
    unexplained.removeAll(listed.keySet());
    assertThat(unexplained).as("mutants that no test kills").isEmpty();
    Set<String> explained = new TreeSet<>(listed.keySet());
    explained.removeAll(alive);
    assertThat(explained).as("listed as alive, but killed").isEmpty();
  }

  private static long count(Map<String, Listed> listed, Standing standing) {
    return listed.values().stream().filter(entry -> entry.standing() == standing).count();
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

  private static Map<String, Listed> listed() throws IOException {
    try (InputStream in = MutationTest.class.getResourceAsStream(FILE)) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      Map<String, Listed> listed = new LinkedHashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] fields = line.split("\t", -1);
        assertThat(fields).as(line).hasSize(3);
        Listed entry = new Listed(Standing.valueOf(fields[1].toUpperCase(Locale.ROOT)), fields[2]);
        assertThat(listed.put(fields[0], entry)).as("%s is listed once", line).isNull();
      }
      return listed;
    }
  }
}
