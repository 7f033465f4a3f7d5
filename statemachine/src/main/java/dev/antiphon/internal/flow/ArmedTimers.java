package dev.antiphon.internal.flow;

import dev.antiphon.flow.FlowTimer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The timers that run, each with its generation. Immutable.
 *
 * <p>Invariant: a timer has at most one running generation. When another generation fires, the
 * event is stale.
 */
public final class ArmedTimers {

  static final ArmedTimers NONE = new ArmedTimers(new int[FlowTimer.values().length], 0);

  private static final int IDLE = 0;

  private final int[] generations;
  private final int last;

  private ArmedTimers(int[] generations, int last) {
    this.generations = generations;
    this.last = last;
  }

  /**
   * Returns timers as an audit file recorded them.
   *
   * @param generations the generations of the running timers
   * @param last the highest generation used so far
   */
  public static ArmedTimers of(Map<FlowTimer, Integer> generations, int last) {
    int[] running = new int[FlowTimer.values().length];
    generations.forEach((timer, generation) -> running[timer.ordinal()] = generation);
    return new ArmedTimers(running, last);
  }

  /** Returns the highest generation used so far. */
  public int last() {
    return last;
  }

  /** Returns whether this generation of the timer runs. */
  public boolean isArmed(FlowTimer timer, int generation) {
    return generation != IDLE && generations[timer.ordinal()] == generation;
  }

  /** Returns whether the timer runs. */
  public boolean isArmed(FlowTimer timer) {
    return generations[timer.ordinal()] != IDLE;
  }

  /** Returns the generation of the running timer, or 0 if it does not run. */
  public int generation(FlowTimer timer) {
    return generations[timer.ordinal()];
  }

  /** Returns all running timers. */
  public Set<FlowTimer> armed() {
    Set<FlowTimer> armed = EnumSet.noneOf(FlowTimer.class);
    for (FlowTimer timer : FlowTimer.values()) {
      if (isArmed(timer)) {
        armed.add(timer);
      }
    }
    return armed;
  }

  ArmedTimers armed(FlowTimer timer) {
    return with(timer, last + 1, last + 1);
  }

  ArmedTimers stopped(FlowTimer timer) {
    return with(timer, IDLE, last);
  }

  private ArmedTimers with(FlowTimer timer, int generation, int newLast) {
    int[] changed = generations.clone();
    changed[timer.ordinal()] = generation;
    return new ArmedTimers(changed, newLast);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArmedTimers that
        && last == that.last
        && Arrays.equals(generations, that.generations);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(generations) + last;
  }

  @Override
  public String toString() {
    return armed().toString();
  }
}
