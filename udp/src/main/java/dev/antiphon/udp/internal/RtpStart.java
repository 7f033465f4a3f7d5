package dev.antiphon.udp.internal;

import java.security.SecureRandom;

/**
 * Where the counters of a path begin.
 *
 * @param sequence first RTP sequence, 0 to 65535
 * @param timestamp RTP timestamp of the tick at which the path is published
 */
record RtpStart(int sequence, int timestamp) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Random sequence and timestamp, as RFC 3550, 5.1, asks. */
  static RtpStart random() {
    return new RtpStart(RANDOM.nextInt(1 << 16), RANDOM.nextInt());
  }
}
