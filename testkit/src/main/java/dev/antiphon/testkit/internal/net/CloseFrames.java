package dev.antiphon.testkit.internal.net;

import dev.antiphon.protocol.CloseCode;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;

/** Creates close frames and checks their codes (RFC 6455, section 7.4). */
public final class CloseFrames {

  /** The lowest code. */
  public static final int LOWEST = CloseCode.CLOSE_1000.number();

  /** The highest code. */
  public static final int HIGHEST = 4999;

  private CloseFrames() {}

  /** Returns true if a server can close with this code; 1005 stands for a frame without a code. */
  public static boolean canCarry(int code) {
    return CloseCode.isSendable(code) || code == CloseCode.CLOSE_1005.number();
  }

  /**
   * Checks that a server can close with this code.
   *
   * @return the code
   * @throws IllegalArgumentException if the code is not allowed in a close frame
   */
  public static int requireSendable(int code) {
    if (!canCarry(code)) {
      throw new IllegalArgumentException(
          "Expected a code that is allowed in a close frame, or %d for a frame without a code, found %d"
              .formatted(CloseCode.CLOSE_1005.number(), code));
    }
    return code;
  }

  /** Returns a frame with this code and reason, or an empty frame for 1005. */
  public static CloseWebSocketFrame of(int code, String reason) {
    return code == CloseCode.CLOSE_1005.number()
        ? new CloseWebSocketFrame()
        : new CloseWebSocketFrame(code, reason);
  }
}
