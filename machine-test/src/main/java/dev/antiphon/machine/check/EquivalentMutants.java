package dev.antiphon.machine.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Mutants that behave like the original machine, so that no test can detect (kill) them. The list
 * is checked in both directions: each mutant that no test kills must be listed, and no test may
 * kill a listed mutant.
 *
 * @param reasons the reason why a mutant is equivalent, by the id of the mutant
 */
public record EquivalentMutants(Map<String, String> reasons) {

  /** Copies the map. */
  public EquivalentMutants {
    reasons = Map.copyOf(reasons);
  }

  /**
   * Reads a list: a header, then a line for each mutant with its id, a tab and the reason.
   *
   * @throws IllegalArgumentException if a line has no reason, or if a mutant is listed twice
   */
  public static EquivalentMutants read(List<String> lines) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] fields = line.split("\t", -1);
      if (fields.length != 2 || fields[1].isBlank()) {
        throw new IllegalArgumentException(
            "expected a mutant, a tab and a reason, but found " + line);
      }
      if (reasons.put(fields[0], fields[1]) != null) {
        throw new IllegalArgumentException("listed twice: " + fields[0]);
      }
    }
    return new EquivalentMutants(reasons);
  }

  /**
   * Compares the list with the result of the tests. The result is empty if the tests kill exactly
   * the mutants that are not listed.
   *
   * @param tried the ids of all mutants that were tested
   * @param alive the ids of the mutants that no test killed
   * @return the differences, one sentence for each
   */
  public List<String> complaints(Collection<String> tried, Collection<String> alive) {
    Set<String> surviving = new HashSet<>(alive);
    List<String> complaints = new ArrayList<>();
    for (String mutant : new TreeSet<>(alive)) {
      if (!reasons.containsKey(mutant)) {
        complaints.add(
            "no test kills " + mutant + ": write a test, or list the mutant with the reason");
      }
    }
    for (String mutant : new TreeSet<>(reasons.keySet())) {
      if (tried.contains(mutant) && !surviving.contains(mutant)) {
        complaints.add("listed as equivalent, but killed: " + mutant);
      }
    }
    return complaints;
  }

  /**
   * The listed ids that are not among these mutants, for example because a row of the table was
   * removed or renamed.
   *
   * @param mutants the ids of all existing mutants
   */
  public Set<String> unknown(Collection<String> mutants) {
    Set<String> unknown = new TreeSet<>(reasons.keySet());
    unknown.removeAll(new HashSet<>(mutants));
    return unknown;
  }
}
