package dev.antiphon.testkit;

import dev.antiphon.protocol.CloseCode;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;

/** Close frames, and which codes there can be in one (RFC 6455, section 7.4). */
final class CloseFrames {

  private CloseFrames() {}

  /** Whether a server can close with this code; 1005 stands for a frame without one. */
  static boolean canCarry(int code) {
    return code >= 1000
        && code <= 4999
        && code != 1004
        && code != CloseCode.CLOSE_1006.number()
        && (code < 1015 || code >= 3000);
  }

  /**
   * Refuses what can not be sent.
   *
   * @throws IllegalArgumentException if the code can not stand in a close frame
   */
  static int requireSendable(int code) {
    if (!canCarry(code)) {
      throw new IllegalArgumentException(
          "Expected a code that may stand in a close frame, or 1005 for none, found " + code);
    }
    return code;
  }

  static CloseWebSocketFrame of(int code, String reason) {
    return code == CloseCode.CLOSE_1005.number()
        ? new CloseWebSocketFrame()
        : new CloseWebSocketFrame(code, reason);
  }
}
