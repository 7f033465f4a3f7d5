package dev.antiphon.dave;

import dev.antiphon.dave.DaveEncryption.Status;
import dev.antiphon.dave.KeyWait.Reason;
import java.util.Optional;

/** Determines whether a session waits for keys, and why. */
final class KeyWaits {
  private KeyWaits() {}

  static Status status(DaveMemory memory, DaveSettings settings) {
    if (memory.isEncrypting()) {
      return Status.ON;
    }
    boolean plain = memory.isPlain() && !settings.required();
    return memory.version().isEmpty() || plain ? Status.OFF : Status.WAITING;
  }

  /**
   * Whether keys are missing: the session has begun, another user is announced, frames are
   * encrypted now or after the next transition, and we do not send with the newest keys of the
   * group.
   */
  static boolean areMissing(DaveMemory memory, long self) {
    return memory.hasOthers(self) && isEncrypted(memory) && !isUpToDate(memory);
  }

  private static boolean isEncrypted(DaveMemory memory) {
    return memory.version().isPresent()
        && (memory.version().getAsInt() > 0 || memory.nextVersion() > 0);
  }

  private static boolean isUpToDate(DaveMemory memory) {
    return memory.membership().isMember()
        && memory.membership().queue().isEmpty()
        && memory.keys().sending().isPresent()
        && memory.keys().sending().equals(memory.keys().newest());
  }

  static Optional<Reason> reason(DaveMemory memory, DaveSettings settings) {
    if (!memory.hasOthers(settings.self())) {
      return status(memory, settings) == Status.WAITING
          ? Optional.of(Reason.ALONE)
          : Optional.empty();
    }
    if (settings.required() && memory.isPlain() && memory.nextVersion() == 0) {
      return Optional.of(Reason.NOT_ENCRYPTED);
    }
    return areMissing(memory, settings.self()) ? Optional.of(missing(memory)) : Optional.empty();
  }

  private static Reason missing(DaveMemory memory) {
    Membership membership = memory.membership();
    return switch (memory.recovery().phase()) {
      case SPENT -> Reason.RECOVERIES_SPENT;
      case POSTPONED -> Reason.RECOVERY_POSTPONED;
      case OTHER_CHANNEL -> Reason.OTHER_CHANNEL;
      case NONE, UNDER_WAY -> {
        if (!membership.isMember() && memory.sender().isEmpty()) {
          yield Reason.NO_EXTERNAL_SENDER;
        }
        if (memory.recovery().isUnderWay()) {
          yield Reason.RECOVERING;
        }
        if (!membership.queue().isEmpty()) {
          yield Reason.NO_COMMIT;
        }
        yield membership.isMember() ? Reason.NOT_EXECUTED : Reason.NOT_ADDED;
      }
    };
  }

  /**
   * The memory with the wait after a step. A change of the reason does not begin another wait. The
   * arrival of the first other user does, because nobody waits for keys while alone.
   */
  static DaveMemory updated(DaveMemory memory, DaveSettings settings, long nanos) {
    Optional<Waiting> wait =
        reason(memory, settings)
            .map(reason -> reason == Reason.ALONE)
            .map(
                alone ->
                    memory
                        .waiting()
                        .filter(old -> old.alone() == alone)
                        .orElseGet(() -> new Waiting(alone, nanos)));
    return wait.equals(memory.waiting()) ? memory : memory.with(wait);
  }

  /**
   * The beginning of a wait.
   *
   * @param alone whether nobody else is announced
   * @param since the time on the owner's clock, in nanoseconds
   */
  record Waiting(boolean alone, long since) {}

  static Optional<KeyWait> keyWait(DaveMemory memory, DaveSettings settings) {
    return memory
        .waiting()
        .flatMap(
            wait ->
                reason(memory, settings)
                    .map(reason -> new KeyWait(reason, settings.timeOfDay(wait.since()))));
  }
}
