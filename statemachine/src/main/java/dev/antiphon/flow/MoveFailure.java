package dev.antiphon.flow;

/** The reason of a failed move. The connection continues in its channel. */
public enum MoveFailure implements Reason {
  /** The application requested another channel, or Discord moved the bot. */
  SUPERSEDED("Superseded", "The application requested another channel, or Discord moved the bot."),
  /** Discord did not confirm the move in time. */
  NOT_ANSWERED(
      "NotAnswered", "The channel did not answer: it may be full, or the bot may lack CONNECT."),
  /** The application cancelled the move. */
  CALLED_OFF("CalledOff", "The application cancelled the move."),
  /** The main gateway could not send op 4. */
  NOT_SENT("NotSent", "The main gateway could not send op 4.");

  private final String title;
  private final String sentence;

  MoveFailure(String title, String sentence) {
    this.title = title;
    this.sentence = sentence;
  }

  @Override
  public String title() {
    return title;
  }

  /** Returns a sentence that tells the bot's author what to check. */
  public String sentence() {
    return sentence;
  }
}
