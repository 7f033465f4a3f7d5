package dev.antiphon.flow;

/**
 * The remaining retries of a lost connection. A connection that was established long enough gets
 * them all back (rule G7).
 *
 * @param resumes the number of resume attempts, including the immediate one
 * @param rejoins the number of rejoin attempts; 0 means never
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

  /** The initial budgets of these limits. */
  public static Budgets of(RetryLimits limits) {
    return new Budgets(limits.resumes(), limits.rejoins());
  }
}
