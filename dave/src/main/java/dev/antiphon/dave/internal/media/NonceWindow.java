package dev.antiphon.dave.internal.media;

import java.util.Arrays;

/**
 * Detects replayed nonces of one sender and epoch (whitepaper, "Truncated synchronization nonce").
 * A nonce above the highest received one is new. A nonce among the {@value #MISSING} below it is
 * new if it is still missing. A nonce below the first accepted one counts as received. Only nonces
 * of authentic frames are recorded. Not thread safe.
 */
final class NonceWindow {
  /** The maximum distance of a missing nonce from the highest one at which it is still accepted. */
  static final int MISSING = 1_000;

  /** The number of bits in the ring: a power of two above {@link #MISSING}. */
  private static final int SIZE = 1_024;

  private static final long NONE = -1;

  /**
   * One bit for each of the last nonces, at the index nonce modulo {@link #SIZE}. It is 1 if the
   * nonce was received.
   */
  private final long[] received = new long[SIZE / Long.SIZE];

  private long newest = NONE;

  NonceWindow() {
    Arrays.fill(received, -1);
  }

  /** Whether the nonce is new. It is the full nonce, not the truncated one. */
  boolean isNew(long nonce) {
    return nonce > newest || (newest - nonce <= MISSING && !isReceived(nonce));
  }

  /** Records a new nonce. */
  void receive(long nonce) {
    if (newest != NONE) {
      for (long missing = Math.max(newest + 1, nonce - MISSING); missing < nonce; missing++) {
        received[word(missing)] &= ~(1L << missing);
      }
    }
    received[word(nonce)] |= 1L << nonce;
    newest = Math.max(newest, nonce);
  }

  private boolean isReceived(long nonce) {
    return (received[word(nonce)] >>> nonce & 1) != 0;
  }

  private static int word(long nonce) {
    return (int) (nonce % SIZE) / Long.SIZE;
  }
}
