package dev.antiphon.dave;

import java.util.OptionalLong;

/**
 * The keys of one epoch, and how long they are held.
 *
 * @param keys the keys
 * @param until until when they decrypt, in nanoseconds; absent while they have no successors
 */
record HeldKeys(EpochKeys keys, OptionalLong until) {
  HeldKeys until(long nanos) {
    return until.isPresent() ? this : new HeldKeys(keys, OptionalLong.of(nanos));
  }

  boolean isHeldAt(long nanos) {
    return until.isEmpty() || until.getAsLong() - nanos > 0;
  }
}
