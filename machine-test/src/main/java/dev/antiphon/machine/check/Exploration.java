package dev.antiphon.machine.check;

import dev.antiphon.machine.VisitedRows;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an {@link Explorer} has found.
 *
 * @param <C> configurations
 * @param <E> events
 */
public final class Exploration<C, E> {
  private final Store<C> found;
  private final Tree<E> tree;
  private final boolean complete;
  private final Taken taken;
  private final Map<String, Integer> longest;
  private final Optional<Counterexample<E>> counterexample;

  /** The steps that were taken, and their rows. */
  record Taken(VisitedRows rows, long steps, long late) {}

  Exploration(
      Store<C> found,
      Tree<E> tree,
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

  /** How many configurations were found. */
  public int size() {
    return tree.size();
  }

  /** Whether these are all: nothing was broken, and the bound was not met. */
  public boolean isComplete() {
    return complete;
  }

  /** How many steps by events of the present were checked. */
  public long steps() {
    return taken.steps();
  }

  /** How many events of the past were tried. */
  public long lateEvents() {
    return taken.late();
  }

  /** The rows that were taken, and how often. */
  public VisitedRows rows() {
    return taken.rows();
  }

  /** The most events that it takes to reach a configuration by a shortest way. */
  public int depth() {
    return tree.depth();
  }

  /**
   * The most steps that a way in that world takes to a goal; empty if that was not judged, because
   * the exploration is not complete or something is broken.
   *
   * @param world the name that was given to {@link Liveness}
   */
  public Optional<Integer> longest(String world) {
    return Optional.ofNullable(longest.get(world));
  }

  /** How a property is broken, if one is. */
  public Optional<Counterexample<E>> counterexample() {
    return counterexample;
  }

  /**
   * Returns this if no property is broken.
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

  /** A configuration that was found, by its number: 0 to {@link #size}. */
  public C configuration(int number) {
    return found.get(number);
  }

  /** A shortest list of events that leads to the configuration of that number. */
  public List<E> pathTo(int number) {
    return tree.pathTo(number);
  }

  /** The figures in one line, and the counterexample if there is one. */
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
    String ends =
        longest.entrySet().stream()
            .map(world -> ", %s ends in %d steps".formatted(world.getKey(), world.getValue()))
            .collect(Collectors.joining());
    return size + ends + counterexample.map(broken -> "\n" + broken).orElse("");
  }
}
