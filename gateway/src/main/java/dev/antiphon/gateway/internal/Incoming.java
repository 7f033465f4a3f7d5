package dev.antiphon.gateway.internal;

import dev.antiphon.protocol.CloseCode;

/** What arrives on an open WebSocket, its end included, and waits to be handled. */
sealed interface Incoming {

  /** A text frame. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Text(byte[] utf8) implements Incoming {}

  /** A binary frame. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Binary(byte[] frame) implements Incoming {}

  /** The end: nothing follows. */
  record End(int code, String reason, Origin origin) implements Incoming {
    End(CloseCode code, String reason, Origin origin) {
      this(code.number(), reason, origin);
    }
  }

  /** How a WebSocket ends, when the end is not our own. */
  enum Origin {
    CLOSE_FRAME,
    VIOLATION,
    CONNECTION_GONE
  }
}
