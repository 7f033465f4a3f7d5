package dev.antiphon.internal.flow;

import dev.antiphon.flow.FlowTimer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which timers run, each with the generation that its firing must name. Immutable.
 *
 * <p>Invariant: a timer has at most one running generation; a firing of any other is stale.
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
   * Timers as they were when they were written down.
   *
   * @param generations of those that run
   * @param last the highest generation that was given out
   */
  public static ArmedTimers of(Map<FlowTimer, Integer> generations, int last) {
    int[] running = new int[FlowTimer.values().length];
    generations.forEach((timer, generation) -> running[timer.ordinal()] = generation);
    return new ArmedTimers(running, last);
  }

  /** The highest generation that was given out. */
  public int last() {
    return last;
  }

  /** Whether this generation of the timer is the one that runs. */
  public boolean isArmed(FlowTimer timer, int generation) {
    return generation != IDLE && generations[timer.ordinal()] == generation;
  }

  /** Whether the timer runs. */
  public boolean isArmed(FlowTimer timer) {
    return generations[timer.ordinal()] != IDLE;
  }

  /** The generation of the timer that runs, 0 when it does not. */
  public int generation(FlowTimer timer) {
    return generations[timer.ordinal()];
  }

  /** All that run. */
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
