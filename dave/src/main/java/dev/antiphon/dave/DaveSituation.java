package dev.antiphon.dave;

/**
 * All that a guard may ask; none of it can change.
 *
 * @param limits the limits
 * @param memory what is remembered
 * @param event what happened
 * @param classification the kind of the event, and what was made of it
 * @param nanos when
 */
record DaveSituation(
    DaveLimits limits,
    DaveMemory memory,
    DaveEvent event,
    Classification classification,
    long nanos) {

  /** The transition that the event is about; -1 if it is about none. */
  int transitionId() {
    return event instanceof DaveEvent.OfTransition of ? of.transitionId() : -1;
  }

  boolean keptEnough() {
    return event instanceof DaveEvent.OfGroup message && !memory.early().hasRoom(message, limits);
  }

  boolean isStranger() {
    return event instanceof DaveEvent.DecryptionFails fails
        && !memory.users().contains(fails.userId())
        && !memory.membership().hasMember(fails.userId());
  }

  boolean recoveredRecently() {
    return memory.recovery().isRecent(nanos, limits.recoverySpacing().toNanos());
  }
}
