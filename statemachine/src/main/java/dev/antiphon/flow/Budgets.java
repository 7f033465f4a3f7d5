package dev.antiphon.flow;

/**
 * The number of attempts that a lost connection has until it is stable again (rule G7).
 *
 * @param resumes attempts to resume, including the immediate one
 * @param rejoins attempts to rejoin; 0 means never
 */
public record Budgets(int resumes, int rejoins) {

  /**
   * Checks both numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public Budgets {
    if (resumes < 0 || rejoins < 0) {
      throw new IllegalArgumentException(
          "budgets must not be negative, were " + resumes + " resumes and " + rejoins + " rejoins");
    }
  }

  /** Returns the initial budgets of these limits. */
  public static Budgets of(RetryLimits limits) {
    return new Budgets(limits.resumes(), limits.rejoins());
  }
}
