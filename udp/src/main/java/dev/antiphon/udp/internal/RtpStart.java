package dev.antiphon.udp.internal;

import java.security.SecureRandom;

/**
 * The initial RTP values of a path.
 *
 * @param sequence the first RTP sequence number, 0 to 65535
 * @param timestamp the RTP timestamp of the tick at which the path is published
 */
record RtpStart(int sequence, int timestamp) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Creates a random sequence number and timestamp, as RFC 3550, 5.1, requires. */
  static RtpStart random() {
    return new RtpStart(RANDOM.nextInt(1 << 16), RANDOM.nextInt());
  }
}
