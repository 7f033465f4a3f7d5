package dev.antiphon.udp;

import java.security.SecureRandom;

/**
 * Where the counters of a path begin.
 *
 * @param sequence first RTP sequence, 0 to 65535
 * @param timestamp RTP timestamp of the tick at which the path is published
 * @param nonce first nonce, unsigned 32 bit; 0 outside tests
 */
record RtpStart(int sequence, int timestamp, long nonce) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Random sequence and timestamp, as RFC 3550, 5.1, asks; nonce 0. */
  static RtpStart random() {
    return new RtpStart(RANDOM.nextInt(1 << 16), RANDOM.nextInt(), 0);
  }
}
