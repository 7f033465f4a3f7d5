package dev.antiphon.internal.connection;

/** A source that can be slowed down: the WebSocket. Called on the event loop. */
interface BackPressure {

  /** Reads no more, until {@link #resumeReading} has been called as often as this. */
  void pauseReading();

  /** Takes back one {@link #pauseReading}. */
  void resumeReading();
}
