package dev.antiphon.flow;

/**
 * The numbers of retries that a lost connection has. A connection that stays established for {@link
 * FlowTimer#STABLE} can use all of them again (rule G7 in {@code docs/flow/rules.md}).
 *
 * @param resumes the number of resume attempts; the first one starts without a wait
 * @param rejoins the number of rejoin attempts; 0 means never
 */
public record Budgets(int resumes, int rejoins) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public Budgets {
    if (resumes < 0 || rejoins < 0) {
      throw new IllegalArgumentException(
          "budgets must not be negative, were " + resumes + " resumes and " + rejoins + " rejoins");
    }
  }

  /** The budgets of a new connection: the numbers of retries in these limits. */
  public static Budgets of(RetryLimits limits) {
    return new Budgets(limits.resumes(), limits.rejoins());
  }
}
