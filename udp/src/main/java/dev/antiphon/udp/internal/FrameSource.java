package dev.antiphon.udp.internal;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A source of audio frames for {@link OutgoingAudio#play(FrameSource)}.
 *
 * <p>{@link #nextFrame()} and {@link #finished()} are called on the event loop and must not block.
 * {@link #finished()} is called before each frame. A source can be used for one {@code play} call
 * only.
 */
public interface FrameSource {
  /**
   * Returns the next Opus packet of 20 ms, or null if there is no frame for this tick. The source
   * must not use the array afterwards. Called at most once per tick, and only while audio can be
   * sent.
   */
  byte @Nullable [] nextFrame();

  /** Returns whether the source has no more frames. */
  boolean finished();

  /** Returns the failure of the playback when {@link OutgoingAudio#discard} stops it. */
  default RuntimeException discarded() {
    return new CancellationException("The playback was stopped, and its frames are not sent");
  }

  /**
   * Releases the resources of the source. Called exactly once, when the source finished, failed or
   * was stopped. Called on the event loop or on the thread that stopped the source, and never
   * during another call.
   */
  default void close() {}
}
