package dev.antiphon.dave.internal.media;

import java.util.Arrays;

/** The Opus frame for silence. It is never encrypted (whitepaper, "Silence Packets"). */
public final class Silence {
  private static final byte[] FRAME = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

  private Silence() {}

  /** Returns whether the bytes are a silence frame. */
  public static boolean is(byte[] frame, int offset, int length) {
    return Arrays.equals(frame, offset, offset + length, FRAME, 0, FRAME.length);
  }

  /**
   * Writes the silence frame.
   *
   * @return the length of the frame in bytes
   */
  public static int write(byte[] out, int offset) {
    System.arraycopy(FRAME, 0, out, offset, FRAME.length);
    return FRAME.length;
  }
}
