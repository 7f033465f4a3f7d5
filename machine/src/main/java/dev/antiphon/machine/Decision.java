package dev.antiphon.machine;

import java.util.List;

/**
 * What one event leads to: the outcome of one step, as data.
 *
 * @param event what happened
 * @param row the row that was taken
 * @param before state and memory before
 * @param after state and memory afterwards
 * @param effects what to execute, in order
 * @param <E> events
 * @param <R> rows
 * @param <C> configurations: a state with its data, and a memory
 * @param <F> effects
 */
public record Decision<E, R, C, F>(E event, R row, C before, C after, List<F> effects) {

  /** Takes a copy of the effects. */
  public Decision {
    effects = List.copyOf(effects);
  }
}
