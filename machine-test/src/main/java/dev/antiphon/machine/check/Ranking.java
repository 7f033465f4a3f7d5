package dev.antiphon.machine.check;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A ranking function: a number that no step of the environment increases, and that some steps
 * decrease. Therefore the environment can take the decreasing steps only finitely often.
 *
 * <p>Late events are not checked.
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
   * @param bound selects the steps that must not increase the number: the steps of the environment
   * @param lowering selects the steps that must decrease it
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
