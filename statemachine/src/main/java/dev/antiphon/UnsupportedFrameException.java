package dev.antiphon;

import dev.antiphon.udp.internal.FrameException;
import dev.antiphon.udp.internal.OpusPacket;

/**
 * An audio frame cannot be sent: it is not one Opus packet of 20 ms. The message says what it is
 * instead, as far as its first bytes tell.
 */
public final class UnsupportedFrameException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private UnsupportedFrameException(String message) {
    super(message);
  }

  /** Refuses a frame that cannot be sent. */
  static void requireSendable(byte[] frame) {
    try {
      OpusPacket.requireTwentyMilliseconds(frame);
    } catch (FrameException e) {
      throw new UnsupportedFrameException(String.valueOf(e.getMessage()));
    }
  }
}
