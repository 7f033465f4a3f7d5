package dev.antiphon.dave;

/** A frame without a key, and the time of its arrival in nanoseconds. */
final class KeptFrame {
  private final byte[] bytes;
  private final long position;
  private final long at;

  /** The bytes are not copied. */
  KeptFrame(byte[] bytes, long position, long at) {
    this.bytes = bytes;
    this.position = position;
    this.at = at;
  }

  byte[] bytes() {
    return bytes;
  }

  long position() {
    return position;
  }

  long at() {
    return at;
  }
}
