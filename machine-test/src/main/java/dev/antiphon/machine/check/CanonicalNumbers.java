package dev.antiphon.machine.check;

import java.util.OptionalLong;

/**
 * Replaces growing numbers and times by relative values, for the canonical form of a configuration
 * (see {@link Store#by}). Only differences matter to a machine that compares numbers. With relative
 * values there is a finite number of configurations.
 */
public final class CanonicalNumbers {
  /** The value for a number or a time that is absent. */
  public static final long ABSENT = -1;

  private CanonicalNumbers() {}

  /**
   * The age of a serial number, counted from the newest one.
   *
   * @param newest the newest number that was assigned
   * @param number a number that was assigned earlier; 0 or less if it is absent
   * @param most the largest age; older numbers get this age, too
   */
  public static long age(long newest, long number, long most) {
    return number <= 0 ? ABSENT : Math.min(newest - number, most);
  }

  /** Returns 1 if the number is present (greater than 0), otherwise 0. */
  public static int known(int number) {
    return number > 0 ? 1 : 0;
  }

  /**
   * The time that remains until a deadline: 0 if the deadline has passed, {@link #ABSENT} if there
   * is none.
   */
  public static long left(OptionalLong until, long now) {
    return until.isPresent() ? Math.max(0, until.getAsLong() - now) : ABSENT;
  }
}
