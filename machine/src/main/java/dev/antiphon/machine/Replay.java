package dev.antiphon.machine;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Takes recorded steps of one machine again, by the table of today, and compares: the first
 * difference ends it. Where the machine is follows from the steps, not from the record.
 *
 * <p>Not safe for several threads.
 *
 * @param <C> configurations: a state with its data, and a memory
 * @param <L> recorded steps, such as lines of a file
 * @param <D> decisions
 */
public final class Replay<C, L, D> {
  private final BiFunction<? super C, ? super L, ? extends D> decide;
  private final Function<? super D, ? extends C> after;
  private final Comparison<L, D> comparison;
  private C here;
  private long steps;
  private Optional<Difference> difference = Optional.empty();

  /**
   * A replay.
   *
   * @param first where the machine was before the first step
   * @param decide what the machine does on the event of a recorded step
   * @param after where a decision leads
   * @param comparison what must be the same
   */
  public Replay(
      C first,
      BiFunction<? super C, ? super L, ? extends D> decide,
      Function<? super D, ? extends C> after,
      Comparison<L, D> comparison) {
    this.here = first;
    this.decide = decide;
    this.after = after;
    this.comparison = comparison;
  }

  /**
   * Takes the next step. What the machine throws is thrown.
   *
   * @return how it differs from what was recorded; empty if it does not. After a difference no step
   *     is taken any more, and the same difference is returned
   */
  public Optional<Difference> take(L recorded) {
    if (difference.isPresent()) {
      return difference;
    }
    D decision = decide.apply(here, recorded);
    difference = comparison.first(recorded, decision);
    if (difference.isEmpty()) {
      here = after.apply(decision);
      steps++;
    }
    return difference;
  }

  /** How many steps were the same. */
  public long steps() {
    return steps;
  }

  /** Where the machine is after them. */
  public C here() {
    return here;
  }
}
