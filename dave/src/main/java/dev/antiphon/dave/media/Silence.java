package dev.antiphon.dave.media;

/** The Opus frame that goes in clear in either direction (whitepaper, "Silence Packets"). */
final class Silence {
  private static final int LENGTH = 3;

  private Silence() {}

  static boolean is(byte[] frame, int offset, int length) {
    return length == LENGTH
        && frame[offset] == (byte) 0xF8
        && frame[offset + 1] == (byte) 0xFF
        && frame[offset + 2] == (byte) 0xFE;
  }
}
