package dev.antiphon.dave;

/**
 * The data that a guard evaluates. Immutable.
 *
 * @param settings the settings of the session
 * @param memory the memory of the session
 * @param event the event
 * @param classification the kind of the event, and the result of the MLS engine
 * @param nanos the current time in nanoseconds
 */
record DaveSituation(
    DaveSettings settings,
    DaveMemory memory,
    DaveEvent event,
    Classification classification,
    long nanos) {

  DaveLimits limits() {
    return settings.limits();
  }

  /** The transition of the event; -1 if the event has none. */
  int transitionId() {
    return event instanceof DaveEvent.OfTransition of ? of.transitionId() : -1;
  }

  boolean bufferFull() {
    return event instanceof DaveEvent.OfGroup message && !memory.early().hasRoom(message, limits());
  }

  boolean isUnknownSender() {
    return event instanceof DaveEvent.DecryptionFails fails
        && !memory.users().contains(fails.userId())
        && !memory.membership().hasMember(fails.userId());
  }

  boolean awaitsKeys() {
    return KeyWaits.areMissing(memory, settings.self());
  }

  boolean recoveriesSpent() {
    return memory.recovery().isSpent(nanos, limits());
  }

  boolean recoveredRecently() {
    return memory.recovery().nanosUntilNext(nanos, limits()) > 0;
  }
}
