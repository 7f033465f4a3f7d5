package dev.antiphon.machine.check;

import dev.antiphon.machine.VisitedRows;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The result of an {@link Explorer}.
 *
 * @param <C> configurations
 * @param <E> events
 */
public final class Exploration<C, E> {
  private final Store<C> found;
  private final SearchTree<E> tree;
  private final boolean complete;
  private final Taken taken;
  private final Map<String, Integer> longest;
  private final Optional<Counterexample<E>> counterexample;

  /** The steps that were taken, and their rows. */
  record Taken(VisitedRows rows, long steps, long late) {}

  Exploration(
      Store<C> found,
      SearchTree<E> tree,
      boolean complete,
      Taken taken,
      Map<String, Integer> longest,
      Optional<Counterexample<E>> counterexample) {
    this.found = found;
    this.tree = tree;
    this.complete = complete;
    this.taken = taken;
    this.longest = Collections.unmodifiableMap(new LinkedHashMap<>(longest));
    this.counterexample = counterexample;
  }

  /** The number of configurations that were found. */
  public int size() {
    return tree.size();
  }

  /**
   * Whether all reachable configurations were found: no property is broken, and the limit was not
   * reached.
   */
  public boolean isComplete() {
    return complete;
  }

  /** The number of checked steps, without late events (see {@link Model#isLate}). */
  public long steps() {
    return taken.steps();
  }

  /** The number of late events that were tried, see {@link Model#isLate}. */
  public long lateEvents() {
    return taken.late();
  }

  /** The rows that were taken, with the number of visits. */
  public VisitedRows rows() {
    return taken.rows();
  }

  /**
   * The number of events that lead to the farthest configuration, on a shortest path from the first
   * configuration.
   */
  public int depth() {
    return tree.depth();
  }

  /**
   * The number of steps on the longest path to a goal in this environment. Empty if there is no
   * result: the exploration is not complete, or a property is broken.
   *
   * @param environment the name that was given to {@link Liveness}
   */
  public Optional<Integer> longest(String environment) {
    return Optional.ofNullable(longest.get(environment));
  }

  /** The counterexample; empty if no property is broken. */
  public Optional<Counterexample<E>> counterexample() {
    return counterexample;
  }

  /**
   * Returns this exploration if no property is broken.
   *
   * @throws AssertionError with the counterexample as its message
   */
  public Exploration<C, E> orThrow() {
    if (counterexample.isPresent()) {
      Counterexample<E> broken = counterexample.get();
      throw new AssertionError(broken.toString(), broken.thrown().orElse(null));
    }
    return this;
  }

  /** The configuration with this number, from 0 to {@link #size} - 1. */
  public C configuration(int number) {
    return found.get(number);
  }

  /** A shortest list of events that leads to the configuration with this number. */
  public List<E> pathTo(int number) {
    return tree.pathTo(number);
  }

  /**
   * One line with the size, the number of steps and the other results of this exploration, followed
   * by the counterexample if there is one.
   */
  @Override
  public String toString() {
    String size =
        "%,d configurations (%s), %,d steps, %,d late events, depth %d, %d rows"
            .formatted(
                size(),
                complete ? "all" : "not all",
                steps(),
                lateEvents(),
                depth(),
                rows().counts().size());
    String goals =
        longest.entrySet().stream()
            .map(
                environment ->
                    ", %s: at most %d steps to a goal"
                        .formatted(environment.getKey(), environment.getValue()))
            .collect(Collectors.joining());
    return size + goals + counterexample.map(broken -> "\n" + broken).orElse("");
  }
}
