package dev.antiphon.testkit.internal.session;

/** How often a rule of the fault script has matched, and how often it has struck. */
public final class FaultCount {

  private long matches;
  private long strikes;

  /** Counts a match; gives how many there are now. */
  public long match() {
    return ++matches;
  }

  /** Counts a strike. */
  public void strike() {
    strikes++;
  }

  /** Strikes so far. */
  public long strikes() {
    return strikes;
  }
}
