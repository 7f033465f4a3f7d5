package dev.antiphon.flow;

/** The reasons for which a join, a move or a reconnect fails although the connection continues. */
public enum RequestFailure implements Reason {
  /**
   * The application has requested another channel, or Discord has moved the bot to another channel.
   */
  SUPERSEDED("Superseded", "A newer request, or Discord, moved the bot to another channel."),
  /** Discord did not confirm the move in time. */
  NOT_ANSWERED(
      "NotAnswered",
      "Discord did not answer. Possible causes: the channel is full, or the bot lacks the"
          + " CONNECT permission."),
  /** The application cancelled the move, or the timeout of its call expired. */
  CALLED_OFF("CalledOff", "The move was cancelled."),
  /** The main gateway could not send the voice state update (opcode 4) that requests the move. */
  NOT_SENT("NotSent", "The main gateway could not send the voice state update."),
  /** The channel of the move was deleted, or the bot lost the permission to connect to it. */
  CHANNEL_LOST("ChannelLost", "The channel was deleted, or the bot lost the CONNECT permission."),
  /** The move or the reconnect was not decided within {@link FlowTimer#DECIDE}. */
  UNDECIDED("Undecided", "The request was not decided in time. The connection continues.");

  private final String title;
  private final String sentence;

  RequestFailure(String title, String sentence) {
    this.title = title;
    this.sentence = sentence;
  }

  @Override
  public String title() {
    return title;
  }

  /** Explains the reason to the author of the bot. */
  public String sentence() {
    return sentence;
  }
}
