package dev.antiphon.machine.check;

import java.util.function.Function;

/**
 * A machine with a limited number of steps. A {@link Mutant} can run forever; with the limit, its
 * test fails, and the defect counts as detected.
 *
 * <p>Not thread-safe.
 *
 * @param <I> inputs of the machine
 * @param <D> decisions of the machine
 */
public final class StepLimit<I, D> implements Function<I, D> {
  private final Function<I, D> machine;
  private int left;

  /** Limits this machine to {@code most} steps. */
  public StepLimit(Function<I, D> machine, int most) {
    this.machine = machine;
    this.left = most;
  }

  /**
   * Takes a step.
   *
   * @throws AssertionError if the limit is exceeded
   */
  @Override
  public D apply(I input) {
    if (--left < 0) {
      throw new AssertionError("the machine takes far more steps than expected");
    }
    return machine.apply(input);
  }
}
