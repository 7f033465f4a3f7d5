package dev.antiphon.internal.flow;

/**
 * The credentials that are known, as ordinals of values in the connection's vault. Equal ordinals
 * mean equal secrets.
 *
 * @param session the ordinal of the session id, or {@link #NONE}
 * @param token the ordinal of the last token, or {@link #NONE}
 * @param endpoint the ordinal of the endpoint, or {@link #NONE}
 * @param tokenUsedUp whether the token can no longer be used: Discord has closed its session, or
 *     has moved the bot since; a repetition of the token is ignored (rule G2)
 * @param confirmed whether a voice state for the target has arrived in this round
 * @param serverLost whether Discord took the voice server away in this round; the longer wait for
 *     another one is granted once
 * @param unpaired the event that still waits for its other half (rule G3)
 */
public record Credentials(
    int session,
    int token,
    int endpoint,
    boolean tokenUsedUp,
    boolean confirmed,
    boolean serverLost,
    Unpaired unpaired) {

  /** The ordinal for "not known". */
  public static final int NONE = 0;

  /**
   * A voice state and a voice server that arrive close together are one change (rule G3). This is
   * the half that arrived first, while the other one is missing.
   */
  public enum Unpaired {
    NOTHING,
    VOICE_STATE,
    VOICE_SERVER
  }

  static final Credentials UNKNOWN =
      new Credentials(NONE, NONE, NONE, false, false, false, Unpaired.NOTHING);

  /** Returns whether session, token and endpoint are known and the token can be used. */
  public boolean known() {
    return session != NONE && token != NONE && endpoint != NONE && !tokenUsedUp;
  }

  /** Returns whether the voice gateway can be dialled: both halves of the round have arrived. */
  public boolean complete() {
    return known() && confirmed;
  }

  /** Starts a new round with a new op 4: both answers must arrive again. */
  Credentials newRound() {
    return new Credentials(session, NONE, endpoint, false, false, false, Unpaired.NOTHING);
  }

  /** Records that the credentials are used. Later events of Discord belong to another round. */
  Credentials dialled() {
    return new Credentials(session, token, endpoint, tokenUsedUp, false, false, unpaired);
  }

  /** Records a voice state that changes neither channel nor session. */
  Credentials confirmedBy(int newSession) {
    Unpaired half = unpaired == Unpaired.VOICE_SERVER ? Unpaired.NOTHING : Unpaired.VOICE_STATE;
    return new Credentials(newSession, token, endpoint, tokenUsedUp, true, serverLost, half);
  }

  /**
   * Records a voice state that changes channel or session. The token stays valid only if it is the
   * other half.
   */
  Credentials changedBy(int newSession) {
    return unpaired == Unpaired.VOICE_SERVER
        ? new Credentials(
            newSession, token, endpoint, tokenUsedUp, true, serverLost, Unpaired.NOTHING)
        : new Credentials(
            newSession, token, endpoint, true, true, serverLost, Unpaired.VOICE_STATE);
  }

  /**
   * Records a voice state for a channel that was not requested. It only reports where Discord lists
   * the bot.
   */
  Credentials withListingElsewhere(int newSession) {
    return new Credentials(newSession, token, endpoint, true, false, serverLost, Unpaired.NOTHING);
  }

  /** Replaces the session. The voice server can belong to either of the two sessions. */
  Credentials withSession(int newSession) {
    return new Credentials(
        newSession, token, endpoint, tokenUsedUp, confirmed, serverLost, Unpaired.NOTHING);
  }

  Credentials withServer(int newEndpoint, int newToken) {
    Unpaired half = unpaired == Unpaired.VOICE_STATE ? Unpaired.NOTHING : Unpaired.VOICE_SERVER;
    return new Credentials(session, newToken, newEndpoint, false, confirmed, serverLost, half);
  }

  Credentials withoutServer() {
    Unpaired half = unpaired == Unpaired.VOICE_SERVER ? Unpaired.NOTHING : unpaired;
    return new Credentials(session, NONE, NONE, false, confirmed, true, half);
  }

  Credentials withoutSession() {
    Unpaired half = unpaired == Unpaired.VOICE_STATE ? Unpaired.NOTHING : unpaired;
    return new Credentials(NONE, token, endpoint, tokenUsedUp, false, serverLost, half);
  }

  /** Records that Discord has closed the session: its token cannot be used again. */
  Credentials withTokenUsedUp() {
    return new Credentials(session, token, endpoint, true, false, serverLost, unpaired);
  }

  /** Ends the wait for the other half. */
  Credentials withoutUnpaired() {
    return new Credentials(
        session, token, endpoint, tokenUsedUp, confirmed, serverLost, Unpaired.NOTHING);
  }
}
