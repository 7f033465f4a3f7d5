package dev.antiphon.machine.check;

import java.util.OptionalLong;

/**
 * What a machine only compares, in a form that stays the same while numbers grow and time goes by.
 * A canonical form is made of it, so that there are finitely many configurations.
 */
public final class Renaming {
  /** The age of what there is not. */
  public static final long NOTHING = -1;

  private Renaming() {}

  /**
   * Serial numbers count from the newest.
   *
   * @param newest the newest number that was given away
   * @param number one that was given away earlier; 0 or less if there is none
   * @param most from which age on nothing tells two of them apart
   */
  public static long age(long newest, long number, long most) {
    return number <= 0 ? NOTHING : Math.min(newest - number, most);
  }

  /** Of an ordinal that is only known or not: 1 if it is known, otherwise 0. */
  public static int known(int ordinal) {
    return ordinal > 0 ? 1 : 0;
  }

  /** Times count from now; what is over is 0. */
  public static long left(OptionalLong until, long now) {
    return until.isPresent() ? Math.max(0, until.getAsLong() - now) : NOTHING;
  }
}
