package dev.antiphon.dave;

import java.util.OptionalLong;

/**
 * The keys of one epoch, and the time when they expire.
 *
 * @param keys the keys
 * @param until the time until which the keys decrypt, in nanoseconds; absent while no newer keys
 *     are in use
 */
record HeldKeys(EpochKeys keys, OptionalLong until) {
  HeldKeys until(long nanos) {
    return until.isPresent() ? this : new HeldKeys(keys, OptionalLong.of(nanos));
  }

  boolean isHeldAt(long nanos) {
    return until.isEmpty() || until.getAsLong() - nanos > 0;
  }
}
