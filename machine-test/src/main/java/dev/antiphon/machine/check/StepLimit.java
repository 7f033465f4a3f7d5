package dev.antiphon.machine.check;

import java.util.function.Function;

/**
 * A machine that may take so many steps. A mutant that goes on for ever is as good as dead.
 *
 * <p>Not safe for several threads.
 *
 * @param <I> what a machine is given to decide
 * @param <D> its decisions
 */
public final class StepLimit<I, D> implements Function<I, D> {
  private final Function<I, D> machine;
  private int left;

  /** Limits that machine to so many steps. */
  public StepLimit(Function<I, D> machine, int most) {
    this.machine = machine;
    this.left = most;
  }

  /**
   * Takes a step.
   *
   * @throws AssertionError if there have been too many
   */
  @Override
  public D apply(I input) {
    if (--left < 0) {
      throw new AssertionError("far more steps than the machine takes");
    }
    return machine.apply(input);
  }
}
