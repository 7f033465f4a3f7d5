package dev.antiphon.cli.internal.soak;

import dev.antiphon.OpusSource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Endless generated speech: a fifth of a second of packets in each second. */
final class EndlessSpeech implements OpusSource {
  private static final int PERIOD = 50;
  private static final int SPOKEN = 10;
  private static final int LENGTH = 80;

  /** CELT, fullband, 20 ms, mono, one frame. */
  private static final byte TOC = (byte) 0xF8;

  private int tick;

  @Override
  public byte @Nullable [] nextFrame() {
    int now = tick++;
    return now % PERIOD < SPOKEN ? ByteBuffer.allocate(LENGTH).put(TOC).putInt(now).array() : null;
  }

  @Override
  public boolean finished() {
    return false;
  }
}
