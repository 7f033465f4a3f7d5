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

  private static final int BODY = 5;

  private int tick;

  /** Returns true if a received frame is one of these packets. Silence frames are not. */
  static boolean contains(byte[] frame) {
    if (frame.length != LENGTH || frame[0] != TOC) {
      return false;
    }
    for (int i = BODY; i < LENGTH; i++) {
      if (frame[i] != 0) {
        return false;
      }
    }
    return true;
  }

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
