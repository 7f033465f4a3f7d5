package dev.antiphon.flow;

/**
 * How often a lost connection may be tried again until it has stood long enough (rule G7).
 *
 * @param resumes attempts to resume, the immediate one among them
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

  /** The budgets that these limits begin with. */
  public static Budgets of(RetryLimits limits) {
    return new Budgets(limits.resumes(), limits.rejoins());
  }
}
