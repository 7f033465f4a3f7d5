package dev.antiphon.machine.check;

import java.util.List;

/**
 * A machine and its environment (everything that sends events to the machine), for an {@link
 * Explorer}. The model defines the first configuration, the possible events, and the result of a
 * step.
 *
 * <p>Every method is a pure function, and equal configurations behave equally. {@link TableModel}
 * is a model of a table whose events carry no data.
 *
 * @param <C> configurations: a state with its data, a memory (the other data that the machine
 *     stores), and the data that checks need
 * @param <E> events
 * @param <D> decisions: the results of single steps, for checks
 */
public interface Model<C, E, D> {

  /** The first configuration. */
  C first();

  /** The events that the environment can send in this configuration. */
  List<E> events(C here);

  /**
   * Whether this event is late in this configuration. An example is the timeout of a request that
   * was already answered. A late event is tried and checked like every other event, but it must not
   * change the configuration: {@link #after} returns an equal configuration.
   */
  default boolean isLate(C here, E event) {
    return false;
  }

  /**
   * Computes the decision of the machine for an event in a configuration. If it throws an
   * exception, the explorer reports the step as a failure.
   */
  D decide(C here, E event);

  /**
   * The configuration after the step. If nothing changes, an implementation should return {@code
   * here} itself.
   */
  C after(C here, E event, D decision);

  /** The id of the row that was taken. */
  String row(D decision);

  /** A short description of this configuration, for messages. */
  default String describe(C here) {
    return String.valueOf(here);
  }
}
