package dev.antiphon.cli.internal;

import dev.antiphon.OpusSource;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A source of generated Opus packets of 20 ms. All packets are different. Packets are numbered from
 * 0. Packet {@code i} has three parts: the TOC byte {@code F8} (CELT, fullband, 20 ms, mono, one
 * frame); {@code i} in four bytes (big-endian); the last byte of {@code i}, 75 times.
 */
final class NumberedFrames implements OpusSource {
  static final int LENGTH = 80;

  private static final byte TOC = (byte) 0xF8;

  private final int count;
  private int next;

  NumberedFrames(int count) {
    this.count = count;
  }

  @Override
  public byte[] nextFrame() {
    return frame(next++);
  }

  @Override
  public boolean finished() {
    return next == count;
  }

  static byte[] frame(int number) {
    byte[] frame = new byte[LENGTH];
    Arrays.fill(frame, (byte) number);
    ByteBuffer.wrap(frame).put(TOC).putInt(number);
    return frame;
  }
}
