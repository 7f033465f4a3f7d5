package dev.antiphon.dave;

import java.time.Instant;

/**
 * The settings of a session. They do not change.
 *
 * @param limits the limits
 * @param self our own user id
 * @param required whether unencrypted frames are never sent or accepted
 * @param origin a time of day
 * @param originNanos the same time on the clock of the session's owner, in nanoseconds
 */
record DaveSettings(
    DaveLimits limits, long self, boolean required, Instant origin, long originNanos) {

  /** Settings without required encryption. The owner's clock starts at the epoch of Java. */
  static DaveSettings of(DaveLimits limits, long self) {
    return new DaveSettings(limits, self, false, Instant.EPOCH, 0);
  }

  DaveSettings withRequired(boolean encryption) {
    return new DaveSettings(limits, self, encryption, origin, originNanos);
  }

  /** The time of day at this time of the owner's clock. */
  Instant timeOfDay(long nanos) {
    return origin.plusNanos(nanos - originNanos);
  }
}
