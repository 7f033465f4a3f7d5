package dev.antiphon.machine.check;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * A property that every single step must have.
 *
 * @param <C> configurations
 * @param <E> events
 * @param <D> decisions
 */
@FunctionalInterface
public interface Check<C, E, D> {

  /**
   * Checks a step. A check can also throw an {@link AssertionError}, so that assertions of any
   * library can be used.
   *
   * @return a description of the violation; empty if the step has the property
   */
  Optional<String> violation(CheckedStep<C, E, D> step);

  /**
   * A check that holds if each configuration after a step fulfils a condition. The first
   * configuration is not checked.
   *
   * @param what the condition in words, for messages
   * @param holds tests the condition
   */
  static <C, E, D> Check<C, E, D> always(String what, Predicate<? super C> holds) {
    return step ->
        holds.test(step.after()) ? Optional.empty() : Optional.of("does not hold: " + what);
  }
}
