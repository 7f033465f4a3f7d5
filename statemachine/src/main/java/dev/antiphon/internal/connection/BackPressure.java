package dev.antiphon.internal.connection;

/** Pauses and resumes reading from the WebSocket. Called on the event loop. */
interface BackPressure {

  /**
   * Stops reading until each call of this method is followed by one call of {@link #resumeReading}.
   */
  void pauseReading();

  /** Reverts one call of {@link #pauseReading}. */
  void resumeReading();
}
