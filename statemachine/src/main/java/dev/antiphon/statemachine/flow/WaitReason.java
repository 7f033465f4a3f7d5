package dev.antiphon.statemachine.flow;

/** Why the connection waits for the main gateway. */
public enum WaitReason implements Reason {
  /** The application asked to join. */
  JOIN("Join"),
  /**
   * Fresh credentials are asked for; the channel is being left first, for Discord lists us in it.
   */
  REJOIN_LEAVING("Rejoin, leaving"),
  /** Fresh credentials are asked for. */
  REJOIN("Rejoin");

  private final String title;

  WaitReason(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }
}
