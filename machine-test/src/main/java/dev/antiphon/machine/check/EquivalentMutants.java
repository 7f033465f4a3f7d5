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
 * Mutants that no test can tell from the machine, each with the reason why. The list is checked in
 * both directions: what is alive must be listed, and what is listed must be alive.
 *
 * @param reasons why, by the id of the mutant
 */
public record EquivalentMutants(Map<String, String> reasons) {

  /** Takes a copy. */
  public EquivalentMutants {
    reasons = Map.copyOf(reasons);
  }

  /**
   * Reads a list: a heading, then a line for each mutant with its id, a tab and the reason.
   *
   * @throws IllegalArgumentException if a line has no reason, or lists a mutant a second time
   */
  public static EquivalentMutants read(List<String> lines) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] fields = line.split("\t", -1);
      if (fields.length != 2 || fields[1].isBlank()) {
        throw new IllegalArgumentException(
            "expected a mutant, a tab and a reason, but got " + line);
      }
      if (reasons.put(fields[0], fields[1]) != null) {
        throw new IllegalArgumentException("listed a second time: " + fields[0]);
      }
    }
    return new EquivalentMutants(reasons);
  }

  /**
   * What is wrong, in sentences; empty if the tests notice every mutant that is not listed, and no
   * other.
   *
   * @param tried the ids of the mutants that the tests have met
   * @param alive the ids of those that no test noticed
   */
  public List<String> complaints(Collection<String> tried, Collection<String> alive) {
    Set<String> living = new HashSet<>(alive);
    List<String> complaints = new ArrayList<>();
    for (String mutant : new TreeSet<>(alive)) {
      if (!reasons.containsKey(mutant)) {
        complaints.add("no test kills " + mutant + ": write one, or list it with the reason");
      }
    }
    for (String mutant : new TreeSet<>(reasons.keySet())) {
      if (tried.contains(mutant) && !living.contains(mutant)) {
        complaints.add("listed as equivalent, but killed: " + mutant);
      }
    }
    return complaints;
  }

  /** What is listed, but is no mutant among those: the row is gone, or is called otherwise. */
  public Set<String> unknown(Collection<String> mutants) {
    Set<String> unknown = new TreeSet<>(reasons.keySet());
    unknown.removeAll(new HashSet<>(mutants));
    return unknown;
  }
}
