package dev.antiphon.udp.internal;

/**
 * Learns when a speech begins and ends, so that Speaking (op 5) can go out around it. Called on the
 * event loop; must not block.
 */
public interface SpeechListener {
  /**
   * The first frame of a speech is about to be sent. Also called again when a speech goes on over
   * another path, whose server has not heard of it.
   */
  void speechStarts();

  /** The speech is over and its silence frames are out. */
  void speechEnds();
}
