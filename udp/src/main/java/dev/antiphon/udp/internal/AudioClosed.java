package dev.antiphon.udp.internal;

import java.util.concurrent.CancellationException;

/** The exceptions after the end of the audio of a connection. */
final class AudioClosed {
  private AudioClosed() {}

  /** The refusal of a call after the end. */
  static IllegalStateException refusal() {
    return new IllegalStateException("The audio of this connection is closed");
  }

  /** The failure of a future that was not complete at the end. */
  static CancellationException failure() {
    return new CancellationException("The connection ended before the audio was complete");
  }
}
