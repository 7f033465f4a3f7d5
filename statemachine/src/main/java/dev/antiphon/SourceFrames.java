package dev.antiphon;

import dev.antiphon.udp.internal.FrameSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The application's source as the 20 ms clock asks for it. */
record SourceFrames(OpusSource source) implements FrameSource {
  SourceFrames {
    Objects.requireNonNull(source, "source");
  }

  /** A frame that cannot be sent fails the playing with the exception that users know. */
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
