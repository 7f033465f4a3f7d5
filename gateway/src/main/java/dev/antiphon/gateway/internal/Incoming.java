package dev.antiphon.gateway.internal;

import dev.antiphon.protocol.CloseCode;

/** A received event of an open WebSocket that waits in the queue: a frame or the close. */
sealed interface Incoming {

  /** A text frame. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Text(byte[] utf8) implements Incoming {}

  /** A binary frame. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Binary(byte[] frame) implements Incoming {}

  /** The close of the WebSocket. No other event follows. */
  record Close(int code, String reason, CloseTrigger trigger) implements Incoming {
    Close(CloseCode code, String reason, CloseTrigger trigger) {
      this(code.number(), reason, trigger);
    }
  }

  /** The cause of a close that this client did not start. */
  enum CloseTrigger {
    CLOSE_FRAME,
    PROTOCOL_VIOLATION,
    CONNECTION_LOST
  }
}
