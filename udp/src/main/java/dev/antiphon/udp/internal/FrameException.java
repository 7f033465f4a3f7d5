package dev.antiphon.udp.internal;

/**
 * Thrown when an audio frame cannot be sent because it is not one Opus packet of 20 ms. The message
 * describes the frame by its first bytes.
 */
public final class FrameException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  FrameException(String message) {
    super(message);
  }
}
