package dev.antiphon.testkit.record;

/** Why a voice session ended; from then on a Resume of it is answered with 4006. */
public enum LeaveReason {
  /** The client closed its WebSocket with a code that ends the session. */
  CLIENT_CLOSED,
  /** The server closed the WebSocket with a code that ends the session. */
  SERVER_CLOSED,
  /** The resume window passed without a Resume. */
  EXPIRED,
  /** The same user identified anew in the same guild. */
  REPLACED,
  /** The server died and forgot its sessions. */
  SERVER_DIED
}
