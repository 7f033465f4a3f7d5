package dev.antiphon.machine.check;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * A property that every single step has.
 *
 * @param <C> configurations
 * @param <E> events
 * @param <D> decisions
 */
@FunctionalInterface
public interface Check<C, E, D> {

  /**
   * What is wrong with that step; empty if nothing is. An {@link AssertionError} says the same, so
   * that assertions of any library can be used.
   */
  Optional<String> breach(CheckedStep<C, E, D> step);

  /** Holds in every configuration to which a step leads; the first one is not looked at. */
  static <C, E, D> Check<C, E, D> always(String what, Predicate<? super C> holds) {
    return step -> holds.test(step.after()) ? Optional.empty() : Optional.of("not so: " + what);
  }
}
