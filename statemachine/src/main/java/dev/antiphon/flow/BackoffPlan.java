package dev.antiphon.flow;

/** What the connection tries after the wait in {@link VoiceState#BACKOFF}. */
public enum BackoffPlan implements Substate, Reason {
  /** Resumes the session on a new WebSocket. The UDP path is kept. */
  RESUME("Resume"),
  /** Identifies once more with the same credentials. */
  IDENTIFY("Identify"),
  /** Requests new credentials from the main gateway. */
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
