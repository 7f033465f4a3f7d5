package dev.antiphon.dave;

import dev.antiphon.dave.internal.media.FrameDecryptor;

/** A user whose frames we have keys for. */
final class MediaSender {
  private final long user;
  private final FrameDecryptor decryptor;
  private int newestKeys;
  private boolean hasStream;

  MediaSender(long user, FrameDecryptor decryptor) {
    this.user = user;
    this.decryptor = decryptor;
  }

  long user() {
    return user;
  }

  FrameDecryptor decryptor() {
    return decryptor;
  }

  /** The serial number of the newest keys of this user. */
  int newestKeys() {
    return newestKeys;
  }

  void keysAdded(int serial) {
    newestKeys = serial;
  }

  /** Whether a frame of some SSRC has authenticated with a key of this user. */
  boolean hasStream() {
    return hasStream;
  }

  void streamFound() {
    hasStream = true;
  }
}
