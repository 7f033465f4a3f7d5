package dev.antiphon.testkit.record;

/**
 * Why a voice session ended. If a client tries to resume an ended session, the server closes the
 * WebSocket with 4006.
 */
public enum LeaveReason {
  /** The client closed its WebSocket with a code that ends the session. */
  CLIENT_CLOSED,
  /** The server closed the WebSocket with a code that ends the session. */
  SERVER_CLOSED,
  /** The resume window passed without a Resume. */
  EXPIRED,
  /** The same user sent a new Identify for the same guild. */
  REPLACED,
  /** The server crashed and discarded its sessions. */
  SERVER_DIED
}
