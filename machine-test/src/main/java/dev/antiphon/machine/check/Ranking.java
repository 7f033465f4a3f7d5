package dev.antiphon.machine.check;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * How much a world can still do by itself: a number that none of its steps raises, and that some of
 * them lower. So those that lower it come to an end, however long the world talks.
 *
 * <p>Late events are not looked at.
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
   * A ranking.
   *
   * @param name what the number is made of, for messages
   * @param rank the number
   * @param bound the steps that must not raise it: those of the world
   * @param lowering which of those must lower it
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
  public Optional<String> breach(CheckedStep<C, E, D> step) {
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
