package dev.antiphon.udp.internal;

/**
 * An audio frame cannot be sent: it is not one Opus packet of 20 ms. The message says what it is
 * instead, as far as its first bytes tell.
 */
public final class FrameException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  FrameException(String message) {
    super(message);
  }
}
