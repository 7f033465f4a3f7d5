package dev.antiphon;

import org.jspecify.annotations.Nullable;

/**
 * A source of audio frames for {@link Connection#play(OpusSource)}.
 *
 * <p>The library calls {@link #finished()} and then {@link #nextFrame()} for each frame. Both run
 * on the event loop and must not block. Use each source for one call of {@code play} only.
 */
public interface OpusSource {
  /**
   * Returns the next Opus packet of 20 ms, or null if no packet is available now. The library owns
   * the returned array. The library calls this method at most once every 20 ms, and only while
   * audio can flow.
   */
  byte @Nullable [] nextFrame();

  /** Whether the source has no more frames. */
  boolean finished();

  /**
   * Releases the resources of the source. The library calls it exactly once, after the source has
   * finished, failed or was stopped. This method runs on the event loop or on the thread that
   * stopped the source. It never runs while another method of the source runs.
   */
  default void close() {}
}
