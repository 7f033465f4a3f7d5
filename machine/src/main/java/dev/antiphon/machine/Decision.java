package dev.antiphon.machine;

import java.util.List;
import java.util.Objects;

/**
 * The result of one step of a machine, as data: the event, the row that was taken, the
 * configurations before and after the step, and the effects. Immutable.
 *
 * <p>A machine can define a subclass with a short name and additional getters. The subclass must
 * not add fields.
 *
 * @param <E> events
 * @param <R> rows
 * @param <C> configurations: a state with its data, and a memory (the other stored data)
 * @param <F> effects, such as messages to send
 */
public class Decision<E, R, C, F> {
  private final E event;
  private final R row;
  private final C before;
  private final C after;
  private final List<F> effects;

  /**
   * Creates a decision.
   *
   * @param event the event
   * @param row the row that was taken
   * @param before the configuration before the step
   * @param after the configuration after the step
   * @param effects the effects to execute, in order; copied
   */
  public Decision(E event, R row, C before, C after, List<F> effects) {
    this.event = Objects.requireNonNull(event, "event");
    this.row = Objects.requireNonNull(row, "row");
    this.before = Objects.requireNonNull(before, "before");
    this.after = Objects.requireNonNull(after, "after");
    this.effects = List.copyOf(effects);
  }

  /** The event. */
  public final E event() {
    return event;
  }

  /** The row that was taken. */
  public final R row() {
    return row;
  }

  /** The configuration before the step. */
  public final C before() {
    return before;
  }

  /** The configuration after the step. */
  public final C after() {
    return after;
  }

  /** The effects to execute, in order. */
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
