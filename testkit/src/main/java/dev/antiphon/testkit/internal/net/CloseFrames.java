package dev.antiphon.testkit.internal.net;

import dev.antiphon.protocol.CloseCode;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;

/** Close frames, and which codes there can be in one (RFC 6455, section 7.4). */
public final class CloseFrames {

  /** The lowest code. */
  public static final int LOWEST = CloseCode.CLOSE_1000.number();

  /** The highest code. */
  public static final int HIGHEST = 4999;

  private CloseFrames() {}

  /** Whether a server can close with this code; 1005 stands for a frame without one. */
  public static boolean canCarry(int code) {
    return CloseCode.isSendable(code) || code == CloseCode.CLOSE_1005.number();
  }

  /**
   * Refuses what can not be sent.
   *
   * @throws IllegalArgumentException if the code can not stand in a close frame
   */
  public static int requireSendable(int code) {
    if (!canCarry(code)) {
      throw new IllegalArgumentException(
          "Expected a code that may stand in a close frame, or %d for none, found %d"
              .formatted(CloseCode.CLOSE_1005.number(), code));
    }
    return code;
  }

  /** A frame with this code and reason; with neither for 1005. */
  public static CloseWebSocketFrame of(int code, String reason) {
    return code == CloseCode.CLOSE_1005.number()
        ? new CloseWebSocketFrame()
        : new CloseWebSocketFrame(code, reason);
  }
}
