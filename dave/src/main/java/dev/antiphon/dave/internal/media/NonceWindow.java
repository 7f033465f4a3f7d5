package dev.antiphon.dave.internal.media;

import java.util.Arrays;

/**
 * Tells a nonce that was received before from a new one, for one sender and epoch (whitepaper,
 * "Truncated synchronization nonce"). New is what is above the newest, and what is missing among
 * the {@value #MISSING} below it; what is below the first that was accepted counts as received.
 * Told only of frames that are authentic. Not thread safe.
 */
final class NonceWindow {
  /** How far below the newest a missing nonce is still waited for. */
  static final int MISSING = 1_000;

  /** Bits of the ring: a power of two above {@link #MISSING}. */
  private static final int SIZE = 1_024;

  private static final long NONE = -1;

  /** A bit for each of the last nonces, at its value modulo {@link #SIZE}: received. */
  private final long[] received = new long[SIZE / Long.SIZE];

  private long newest = NONE;

  NonceWindow() {
    Arrays.fill(received, -1);
  }

  /** Whether the wide nonce is new. */
  boolean isNew(long nonce) {
    return nonce > newest || (newest - nonce <= MISSING && !isReceived(nonce));
  }

  /** Remembers a wide nonce that is new. */
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
