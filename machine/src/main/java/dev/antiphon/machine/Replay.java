package dev.antiphon.machine;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Repeats the recorded steps of one machine with the current table and compares the results. The
 * replay stops at the first difference. The configuration of the machine is computed from the
 * recorded events; it is not read from the record.
 *
 * <p>Not safe for several threads.
 *
 * @param <C> configurations: a state with its data, and a memory (the other stored data)
 * @param <L> recorded steps, such as lines of a file
 * @param <D> decisions: the computed results of steps
 */
public final class Replay<C, L, D> {
  private final BiFunction<? super C, ? super L, ? extends D> decide;
  private final Function<? super D, ? extends C> after;
  private final Comparison<L, D> comparison;
  private C configuration;
  private long steps;
  private Optional<Difference> difference = Optional.empty();

  /**
   * Creates a replay.
   *
   * @param first the configuration before the first step
   * @param decide computes the decision for a configuration and the event of a recorded step
   * @param after reads the configuration after a decision
   * @param comparison the fields that must be equal
   */
  public Replay(
      C first,
      BiFunction<? super C, ? super L, ? extends D> decide,
      Function<? super D, ? extends C> after,
      Comparison<L, D> comparison) {
    this.configuration = first;
    this.decide = decide;
    this.after = after;
    this.comparison = comparison;
  }

  /**
   * Repeats the next step. An exception of the machine is thrown to the caller.
   *
   * @return the difference to the recorded step; empty if there is no difference. After a
   *     difference no further step is taken, and the same difference is returned again
   */
  public Optional<Difference> take(L recorded) {
    if (difference.isPresent()) {
      return difference;
    }
    D decision = decide.apply(configuration, recorded);
    difference = comparison.first(recorded, decision);
    if (difference.isEmpty()) {
      configuration = after.apply(decision);
      steps++;
    }
    return difference;
  }

  /** The number of steps without a difference. */
  public long steps() {
    return steps;
  }

  /** The configuration after the last step without a difference. */
  public C configuration() {
    return configuration;
  }
}
