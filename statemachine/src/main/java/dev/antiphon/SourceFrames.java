package dev.antiphon;

import dev.antiphon.udp.internal.FrameSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adapts the application's {@link OpusSource} to the 20 ms clock. */
record SourceFrames(OpusSource source) implements FrameSource {
  SourceFrames {
    Objects.requireNonNull(source, "source");
  }

  /**
   * Throws the public exception for a frame that cannot be sent. That exception ends the playback.
   */
  @Override
  public byte @Nullable [] nextFrame() {
    byte[] frame = source.nextFrame();
    if (frame != null) {
      UnsupportedFrameException.requireSendable(frame);
    }
    return frame;
  }

  @Override
  public boolean finished() {
    return source.finished();
  }

  @Override
  public void close() {
    source.close();
  }
}
