package dev.antiphon.machine;

import java.util.List;
import java.util.Objects;

/**
 * What one event leads to: the outcome of one step, as data. Immutable.
 *
 * <p>A machine may give its decisions a short name, and further readings of these values, in a
 * subclass that holds no values of its own.
 *
 * @param <E> events
 * @param <R> rows
 * @param <C> configurations: a state with its data, and a memory
 * @param <F> effects
 */
public class Decision<E, R, C, F> {
  private final E event;
  private final R row;
  private final C before;
  private final C after;
  private final List<F> effects;

  /**
   * A step that was decided.
   *
   * @param event what happened
   * @param row the row that was taken
   * @param before state and memory before
   * @param after state and memory afterwards
   * @param effects what to execute, in order; copied
   */
  public Decision(E event, R row, C before, C after, List<F> effects) {
    this.event = Objects.requireNonNull(event, "event");
    this.row = Objects.requireNonNull(row, "row");
    this.before = Objects.requireNonNull(before, "before");
    this.after = Objects.requireNonNull(after, "after");
    this.effects = List.copyOf(effects);
  }

  /** What happened. */
  public final E event() {
    return event;
  }

  /** The row that was taken. */
  public final R row() {
    return row;
  }

  /** State and memory before. */
  public final C before() {
    return before;
  }

  /** State and memory afterwards. */
  public final C after() {
    return after;
  }

  /** What to execute, in order. */
  public final List<F> effects() {
    return effects;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Decision<?, ?, ?, ?> that
        && event.equals(that.event)
        && row.equals(that.row)
        && before.equals(that.before)
        && after.equals(that.after)
        && effects.equals(that.effects);
  }

  @Override
  public final int hashCode() {
    return Objects.hash(event, row, before, after, effects);
  }

  @Override
  public final String toString() {
    return "Decision[event=%s, row=%s, before=%s, after=%s, effects=%s]"
        .formatted(event, row, before, after, effects);
  }
}
