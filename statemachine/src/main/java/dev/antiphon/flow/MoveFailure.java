package dev.antiphon.flow;

/** Why a move was not made. The connection goes on without it. */
public enum MoveFailure implements Reason {
  /** The application has asked for another channel since, or Discord has put us elsewhere. */
  SUPERSEDED("Superseded", "The bot was asked, or made, to be in another channel since."),
  /** Discord did not confirm it in time. */
  NOT_ANSWERED(
      "NotAnswered", "The channel did not answer: it may be full, or the bot may lack CONNECT."),
  /** Whoever asked for it waits no more. */
  CALLED_OFF("CalledOff", "Nobody waits for it any more."),
  /** The main gateway could not send it. */
  NOT_SENT("NotSent", "The main gateway could not send it.");

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

  /** What it means, in a sentence that a bot's author can act on. */
  public String sentence() {
    return sentence;
  }
}
