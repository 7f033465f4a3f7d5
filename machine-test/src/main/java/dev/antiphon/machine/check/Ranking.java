package dev.antiphon.machine.check;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A check with a number that is computed from a configuration, such as the number of retries that
 * are left (a ranking function). The selected steps must not increase the number, and some of them
 * must decrease it. Therefore, if the number has a lower limit and all steps of a path are
 * selected, the path has only a limited number of decreasing steps.
 *
 * <p>Late events (see {@link Model#isLate}) are not checked.
 *
 * @param <C> configurations
 * @param <E> events
 * @param <D> decisions
 */
public final class Ranking<C, E, D> implements Check<C, E, D> {
  private final String name;
  private final ToLongFunction<? super C> rank;
  private final Predicate<? super CheckedStep<C, E, D>> bound;
  private final Predicate<? super CheckedStep<C, E, D>> lowering;

  /**
   * Creates a ranking.
   *
   * @param name the name of the number, for messages
   * @param rank computes the number
   * @param bound selects the steps that must not increase the number, usually all steps whose event
   *     comes from the environment, such as a message or a timeout
   * @param lowering selects the steps, among those of {@code bound}, that must decrease the number
   */
  public Ranking(
      String name,
      ToLongFunction<? super C> rank,
      Predicate<? super CheckedStep<C, E, D>> bound,
      Predicate<? super CheckedStep<C, E, D>> lowering) {
    this.name = name;
    this.rank = rank;
    this.bound = bound;
    this.lowering = lowering;
  }

  @Override
  public Optional<String> violation(CheckedStep<C, E, D> step) {
    if (step.late() || !bound.test(step)) {
      return Optional.empty();
    }
    long before = rank.applyAsLong(step.before());
    long after = rank.applyAsLong(step.after());
    return after > before || (after == before && lowering.test(step))
        ? Optional.of("%s goes from %d to %d".formatted(name, before, after))
        : Optional.empty();
  }
}
