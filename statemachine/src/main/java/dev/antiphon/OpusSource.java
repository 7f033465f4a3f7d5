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
   * Returns the next Opus packet of 20 ms, or null if no frame is available for this tick. The
   * library owns the returned array. It calls this method at most once per tick of 20 ms, and only
   * while audio can flow.
   */
  byte @Nullable [] nextFrame();

  /** Whether the source has no more frames. */
  boolean finished();

  /**
   * Releases the resources of the source. The library calls it exactly once, after the source has
   * finished, failed or was stopped. It runs on the event loop or on the thread that stopped the
   * source. It never runs during another call.
   */
  default void close() {}
}
