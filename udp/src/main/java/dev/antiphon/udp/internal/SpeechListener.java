package dev.antiphon.udp.internal;

/**
 * Is notified of the start and the end of a speech, so that Speaking (op 5) can be sent before and
 * after it. The methods are called on the event loop and must not block.
 */
public interface SpeechListener {
  /**
   * Called before the first frame of a speech is sent. It is called again when a speech continues
   * on another path, because the server of that path has not received Speaking.
   */
  void speechStarts();

  /** Called after the speech ended and its silence frames were sent. */
  void speechEnds();
}
