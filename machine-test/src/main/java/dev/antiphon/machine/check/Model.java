package dev.antiphon.machine.check;

import java.util.List;

/**
 * A machine and the world around it, as an {@link Explorer} tries them: where it begins, what can
 * happen, and what a step makes of it.
 *
 * <p>Every method is a pure function, and equal configurations behave alike. {@link TableModel} is
 * a model of a table whose events carry no data.
 *
 * @param <C> configurations: a state with its data, a memory, and whatever checks keep account of
 * @param <E> events
 * @param <D> decisions: what one step has done, for checks to look at
 */
public interface Model<C, E, D> {

  /** Where the machine begins. */
  C first();

  /** What the world can do in that configuration. */
  List<E> events(C here);

  /**
   * Whether that event belongs to the past of this configuration, such as the timeout of a request
   * that was answered. A late event is tried and checked like any other, and must lead nowhere:
   * {@link #after} gives an equal configuration.
   */
  default boolean isLate(C here, E event) {
    return false;
  }

  /** What the machine does when that happens. A step that throws is a breach. */
  D decide(C here, E event);

  /** Where that leads. Gives {@code here} itself, if possible, when nothing has changed. */
  C after(C here, E event, D decision);

  /** The id of the row that was taken. */
  String row(D decision);

  /** That configuration in a few words, for messages. */
  default String describe(C here) {
    return String.valueOf(here);
  }
}
