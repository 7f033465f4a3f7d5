package dev.antiphon.internal.flow;

/**
 * What is known of the credentials, as ordinals into the connection's vault: equal ordinals, equal
 * secrets.
 *
 * @param session ordinal of the session id, or {@link #NONE}
 * @param token ordinal of the last token, or {@link #NONE}
 * @param endpoint ordinal of the endpoint, or {@link #NONE}
 * @param tokenSpent whether that token is of the past: Discord has closed the session made with it,
 *     or has moved us since; only another will do, and a repetition of it means nothing
 * @param confirmed whether a voice state for our channel has come in this round
 * @param serverLost whether Discord took the server away in this round: it gets time for another
 *     only once
 * @param unpaired which event still waits for its other half (rule G3)
 */
public record Credentials(
    int session,
    int token,
    int endpoint,
    boolean tokenSpent,
    boolean confirmed,
    boolean serverLost,
    Unpaired unpaired) {

  /** The ordinal that stands for "not known". */
  public static final int NONE = 0;

  /**
   * A voice state and a voice server that come close to one another are one change (rule G3); this
   * is the half of which the other has not come.
   */
  public enum Unpaired {
    NOTHING,
    VOICE_STATE,
    VOICE_SERVER
  }

  static final Credentials UNKNOWN =
      new Credentials(NONE, NONE, NONE, false, false, false, Unpaired.NOTHING);

  /** Whether session, token and endpoint are known and may be used. */
  public boolean known() {
    return session != NONE && token != NONE && endpoint != NONE && !tokenSpent;
  }

  /** Whether the voice gateway can be dialled with them: both halves of the round have come. */
  public boolean complete() {
    return known() && confirmed;
  }

  /** A new op 4 goes out: both answers must come anew. */
  Credentials newRound() {
    return new Credentials(session, NONE, endpoint, false, false, false, Unpaired.NOTHING);
  }

  /** They are used: what Discord says from now on is another round. */
  Credentials dialled() {
    return new Credentials(session, token, endpoint, tokenSpent, false, false, unpaired);
  }

  /** A voice state that changes neither channel nor session. */
  Credentials confirmedBy(int newSession) {
    Unpaired half = unpaired == Unpaired.VOICE_SERVER ? Unpaired.NOTHING : Unpaired.VOICE_STATE;
    return new Credentials(newSession, token, endpoint, tokenSpent, true, serverLost, half);
  }

  /** A voice state that changes channel or session: only a token that is its other half stays. */
  Credentials changedBy(int newSession) {
    return unpaired == Unpaired.VOICE_SERVER
        ? new Credentials(
            newSession, token, endpoint, tokenSpent, true, serverLost, Unpaired.NOTHING)
        : new Credentials(
            newSession, token, endpoint, true, true, serverLost, Unpaired.VOICE_STATE);
  }

  /** A voice state of a channel that we have not asked for: it says only where Discord lists us. */
  Credentials listedElsewhere(int newSession) {
    return new Credentials(newSession, token, endpoint, true, false, serverLost, Unpaired.NOTHING);
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
    return new Credentials(NONE, token, endpoint, tokenSpent, false, serverLost, half);
  }

  /** Discord has closed the session: its token will not do again. */
  Credentials spent() {
    return new Credentials(session, token, endpoint, true, false, serverLost, unpaired);
  }

  /** What waited for its other half waits no more. */
  Credentials unpairedNoMore() {
    return new Credentials(
        session, token, endpoint, tokenSpent, confirmed, serverLost, Unpaired.NOTHING);
  }
}
