package dev.antiphon.statemachine.flow;

/**
 * What is known of the credentials, as ordinals into the connection's vault: equal ordinals, equal
 * secrets.
 *
 * @param session ordinal of the session id, or {@link #NONE}
 * @param token ordinal of the token of this round, or {@link #NONE}
 * @param endpoint ordinal of the endpoint, or {@link #NONE}
 * @param confirmed whether the voice state that answers our own op 4 has come in this round
 * @param serverLost whether Discord took the server away in this round: it gets time for another
 *     only once
 */
public record Credentials(
    int session, int token, int endpoint, boolean confirmed, boolean serverLost) {

  /** The ordinal that stands for "not known". */
  public static final int NONE = 0;

  static final Credentials UNKNOWN = new Credentials(NONE, NONE, NONE, false, false);

  /** Whether the voice gateway can be dialled with them. */
  public boolean complete() {
    return session != NONE && token != NONE && endpoint != NONE && confirmed;
  }

  /** A new op 4 goes out: both answers must come anew. */
  Credentials newRound() {
    return new Credentials(session, NONE, endpoint, false, false);
  }

  Credentials confirmedBy(int newSession) {
    return new Credentials(newSession, token, endpoint, true, serverLost);
  }

  Credentials withServer(int newEndpoint, int newToken) {
    return new Credentials(session, newToken, newEndpoint, confirmed, serverLost);
  }

  Credentials withoutServer() {
    return new Credentials(session, NONE, NONE, confirmed, true);
  }

  /** We were moved: the session holds, but its token is for another channel. */
  Credentials withoutToken(int newSession) {
    return new Credentials(newSession, NONE, endpoint, confirmed, serverLost);
  }

  Credentials withoutSession() {
    return new Credentials(NONE, token, endpoint, false, serverLost);
  }
}
