package dev.antiphon.flow;

/** What is tried after a wait. */
public enum BackoffPlan implements Substate, Reason {
  /** Resume the session on a new socket; the UDP path is kept. */
  RESUME("Resume"),
  /** Identify once more with the same credentials. */
  IDENTIFY("Identify"),
  /** Ask the main gateway for fresh credentials. */
  REJOIN("Rejoin");

  private final String title;

  BackoffPlan(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public VoiceState superstate() {
    return VoiceState.BACKOFF;
  }
}
