package dev.antiphon.machine.check;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What must come in the end: in a world that takes only some of the steps, every way comes to a
 * goal. A way that ends elsewhere is a breach, and so is one that comes back to where it was.
 *
 * <p>It is judged when an {@link Explorer} has found all configurations, on all of them at once.
 *
 * @param <C> configurations
 * @param <E> events
 */
public final class Liveness<C, E> {
  private final String world;
  private final Function<? super C, Predicate<? super E>> steps;
  private final Predicate<? super C> goal;
  private final Predicate<? super C> start;

  private Liveness(
      String world,
      Function<? super C, Predicate<? super E>> steps,
      Predicate<? super C> goal,
      Predicate<? super C> start) {
    this.world = Objects.requireNonNull(world, "world");
    this.steps = steps;
    this.goal = goal;
    this.start = start;
  }

  /**
   * A silent world, in which only such events happen, in any order: for example, timers fire.
   *
   * @param world its name, for messages, such as {@code a silent world}
   * @param happens which events happen in it
   * @param goal where it comes to, such as an end
   */
  public static <C, E> Liveness<C, E> silent(
      String world, Predicate<? super E> happens, Predicate<? super C> goal) {
    return new Liveness<>(world, here -> happens, goal, here -> true);
  }

  /**
   * A willing world, which does one thing after the other, so that all goes well.
   *
   * @param world its name, for messages, such as {@code a willing world}
   * @param next what it does in a configuration, one of the model's events there; empty if it has
   *     nothing to do
   * @param goal where it comes to
   */
  public static <C, E> Liveness<C, E> willing(
      String world, Function<? super C, Optional<E>> next, Predicate<? super C> goal) {
    return new Liveness<>(world, here -> onlyThat(next.apply(here)), goal, here -> true);
  }

  /** The same, but asked only of the ways that begin in such configurations. */
  public Liveness<C, E> from(Predicate<? super C> begins) {
    return new Liveness<>(world, steps, goal, begins);
  }

  /** The name of the world. */
  public String world() {
    return world;
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
