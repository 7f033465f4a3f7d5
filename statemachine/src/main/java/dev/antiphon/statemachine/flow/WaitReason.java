package dev.antiphon.statemachine.flow;

/** Why the connection waits for the main gateway. */
public enum WaitReason implements Reason {
  /** The application asked to join. */
  JOIN("Join");

  private final String title;

  WaitReason(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }
}
