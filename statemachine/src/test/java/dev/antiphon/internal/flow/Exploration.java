package dev.antiphon.internal.flow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the {@link Explorer} has found.
 *
 * @param configurations how many there are
 * @param fixpoint whether these are all, so that what must come in the end was checked too
 * @param ended how many of them are ends
 * @param edges steps by events of the present, each checked
 * @param late events of the past that were tried, each without effect
 * @param depth the most events that it takes to reach a configuration
 * @param rows the rows that were taken
 * @param silence the most steps to an end when the world falls silent, repeats of discovery apart
 * @param welcome the most steps to Established when the world answers as it should
 * @param milliseconds how long it took
 * @param counterexample how a property is broken, if one is
 */
record Exploration(
    int configurations,
    boolean fixpoint,
    int ended,
    long edges,
    long late,
    int depth,
    Set<String> rows,
    int silence,
    int welcome,
    long milliseconds,
    Optional<Counterexample> counterexample) {

  /** A property that is broken, and a shortest list of events that breaks it. */
  record Counterexample(String what, List<String> events) {
    @Override
    public String toString() {
      return what + ":\nnew FlowSimulation(limits)\n    " + String.join("\n    ", events) + ";";
    }
  }

  Map<String, Number> figures() {
    return Map.of(
        "configurations", configurations,
        "edges", edges,
        "depth", depth,
        "rows", rows.size(),
        "complete", fixpoint ? 1 : 0,
        "silence", silence);
  }

  @Override
  public String toString() {
    String size =
        "%,d configurations (%s, %,d ended), %,d edges, %,d late events, depth %d, %d rows"
            .formatted(
                configurations,
                fixpoint ? "all" : "not all",
                ended,
                edges,
                late,
                depth,
                rows.size());
    String ends = ", silence ends in %d steps, welcome in %d".formatted(silence, welcome);
    String shown = counterexample.map(found -> "\n" + found).orElse("");
    return size + (fixpoint ? ends : "") + ", %,d ms".formatted(milliseconds) + shown;
  }
}
