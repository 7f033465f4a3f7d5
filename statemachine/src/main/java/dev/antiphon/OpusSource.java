package dev.antiphon;

import org.jspecify.annotations.Nullable;

/**
 * Audio that is asked for frame by frame, see {@link Connection#play(OpusSource)}.
 *
 * <p>{@link #nextFrame()} and {@link #finished()} are called on the event loop, {@link #finished()}
 * before each frame; they must not block. A source belongs to one {@code play} call.
 */
public interface OpusSource {
  /**
   * The next Opus packet of 20 ms, or null if there is none for this tick. The array is the
   * player's from then on. Asked at most once per tick, and only while audio can flow.
   */
  byte @Nullable [] nextFrame();

  /** Whether no frame will come any more. */
  boolean finished();

  /**
   * Releases what the source holds. Called exactly once, when it has finished, failed, or was
   * stopped, on the event loop or on the thread that stopped it; never during another call.
   */
  default void close() {}
}
