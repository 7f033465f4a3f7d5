package dev.antiphon.machine.check;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A liveness property: in an environment that sends only some of the possible events, every path
 * reaches a goal. The environment is everything outside the machine, such as the network, a server
 * and the timers. A path that ends before a goal breaks the property; so does a path that forms a
 * loop.
 *
 * <p>The property is checked after an {@link Explorer} has found all configurations.
 *
 * @param <C> configurations
 * @param <E> events
 */
public final class Liveness<C, E> {
  private final String environment;
  private final Function<? super C, Predicate<? super E>> steps;
  private final Predicate<? super C> goal;
  private final Predicate<? super C> start;

  private Liveness(
      String environment,
      Function<? super C, Predicate<? super E>> steps,
      Predicate<? super C> goal,
      Predicate<? super C> start) {
    this.environment = Objects.requireNonNull(environment, "environment");
    this.steps = steps;
    this.goal = goal;
    this.start = start;
  }

  /**
   * A property for an environment in which only some events are possible, in any order. For
   * example, only timers fire.
   *
   * @param environment the name of the environment, for messages, such as {@code a silent network}
   * @param possible tests whether an event is possible in the environment
   * @param goal tests whether a configuration is a goal, such as a final state
   */
  public static <C, E> Liveness<C, E> restricted(
      String environment, Predicate<? super E> possible, Predicate<? super C> goal) {
    return new Liveness<>(environment, here -> possible, goal, here -> true);
  }

  /**
   * A property for a cooperative environment, which sends one chosen event in each configuration,
   * so that the machine succeeds.
   *
   * @param environment the name of the environment, for messages, such as {@code a cooperative
   *     server}
   * @param next gives the next event, one of the model's events in the configuration; empty if
   *     there is no next event
   * @param goal tests whether a configuration is a goal
   */
  public static <C, E> Liveness<C, E> cooperative(
      String environment, Function<? super C, Optional<E>> next, Predicate<? super C> goal) {
    return new Liveness<>(environment, here -> onlyThat(next.apply(here)), goal, here -> true);
  }

  /**
   * Returns this property, limited to the paths that begin in the selected configurations.
   *
   * @param begins tests whether a path begins in a configuration
   */
  public Liveness<C, E> from(Predicate<? super C> begins) {
    return new Liveness<>(environment, steps, goal, begins);
  }

  /** The name of the environment. */
  public String environment() {
    return environment;
  }

  Predicate<? super E> steps(C here) {
    return steps.apply(here);
  }

  boolean isGoal(C here) {
    return goal.test(here);
  }

  boolean isStart(C here) {
    return start.test(here);
  }

  private static <E> Predicate<E> onlyThat(Optional<E> one) {
    return event -> one.isPresent() && one.get().equals(event);
  }
}
