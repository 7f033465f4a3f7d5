package dev.antiphon.testkit.internal.session;

/** Counts how often a rule of the fault script has matched, and how often it has fired. */
public final class FaultCount {

  private long matches;
  private long timesFired;

  /** Counts a match and returns the number of matches. */
  public long match() {
    return ++matches;
  }

  /** Counts that the rule has fired. */
  public void fired() {
    timesFired++;
  }

  /** Returns how often the rule has fired. */
  public long timesFired() {
    return timesFired;
  }
}
