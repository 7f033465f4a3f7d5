package dev.antiphon.cli.internal.soak;

import dev.antiphon.OpusSource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Endless generated speech: a fifth of a second of packets in each second. Each packet contains its
 * number and its speaker.
 */
final class EndlessSpeech implements OpusSource {
  private static final int PERIOD = 50;
  private static final int SPOKEN = 10;
  private static final int LENGTH = 80;

  /** CELT, fullband, 20 ms, mono, one frame. */
  private static final byte TOC = (byte) 0xF8;

  private static final int SPEAKER = 1 + Integer.BYTES;
  private static final int BODY = SPEAKER + Long.BYTES;

  private final long speaker;
  private int tick;

  EndlessSpeech(long speaker) {
    this.speaker = speaker;
  }

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

  /** Returns the user who has sent a packet. */
  static long speakerOf(byte[] packet) {
    return ByteBuffer.wrap(packet).getLong(SPEAKER);
  }

  @Override
  public byte @Nullable [] nextFrame() {
    int now = tick++;
    return now % PERIOD < SPOKEN
        ? ByteBuffer.allocate(LENGTH).put(TOC).putInt(now).putLong(speaker).array()
        : null;
  }

  @Override
  public boolean finished() {
    return false;
  }
}
