package dev.antiphon;

import dev.antiphon.udp.internal.FrameSource;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adapts the application's {@link OpusSource} to the 20 ms clock. */
record SourceFrames(OpusSource source) implements FrameSource {
  private static final Logger LOG = LoggerFactory.getLogger(SourceFrames.class);

  SourceFrames {
    Objects.requireNonNull(source, "source");
  }

  /**
   * Throws the public exception for a frame that cannot be sent. That exception ends the playback.
   */
  @Override
  public byte @Nullable [] nextFrame() {
    byte[] frame = guarded(source::nextFrame);
    if (frame != null) {
      UnsupportedFrameException.requireSendable(frame);
    }
    return frame;
  }

  @Override
  public boolean finished() {
    return guarded(source::finished);
  }

  @Override
  public void close() {
    guarded(
        () -> {
          source.close();
          return true;
        });
  }

  @Override
  public RuntimeException discarded() {
    return new EncryptionEndedException();
  }

  /** An error of the source ends only its playback, so the user receives an exception. */
  private static <T extends @Nullable Object> T guarded(Supplier<T> call) {
    try {
      return call.get();
    } catch (Error e) {
      LOG.warn("an OpusSource threw an error, its playback ends", e);
      throw new SourceFailedException(e);
    }
  }
}
