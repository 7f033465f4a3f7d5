package dev.antiphon;

import dev.antiphon.udp.internal.FrameException;
import dev.antiphon.udp.internal.OpusPacket;

/**
 * Thrown when an audio frame is not one Opus packet of 20 ms and cannot be sent. The message
 * describes the frame, as far as its first bytes allow.
 */
public final class UnsupportedFrameException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private UnsupportedFrameException(String message) {
    super(message);
  }

  /** Throws this exception if the frame cannot be sent. */
  static void requireSendable(byte[] frame) {
    try {
      OpusPacket.requireTwentyMilliseconds(frame);
    } catch (FrameException e) {
      throw new UnsupportedFrameException(String.valueOf(e.getMessage()));
    }
  }
}
