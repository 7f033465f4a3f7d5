package dev.antiphon.audit;

import dev.antiphon.machine.Outcome;
import java.util.Optional;

/** Reads what the kinds of entries have in common. */
final class AuditEntries {
  private AuditEntries() {}

  /** The connection of an entry; empty if the entry concerns all connections. */
  static Optional<AuditEntry.Subject> subject(AuditEntry entry) {
    if (entry instanceof AuditEntry.Step step) {
      return Optional.of(step.subject());
    }
    if (entry instanceof AuditEntry.Encryption step) {
      return Optional.of(step.subject());
    }
    if (entry instanceof AuditEntry.Skipped skipped) {
      return Optional.of(skipped.subject());
    }
    return Optional.empty();
  }

  /** How a step was handled. */
  static Outcome outcome(AuditEntry entry) {
    if (entry instanceof AuditEntry.Step step) {
      return step.outcome();
    }
    return entry instanceof AuditEntry.Encryption step
        ? step.record().row().outcome()
        : Outcome.INTERNAL;
  }

  /** The number of entries that this entry says are missing; 0 for a step. */
  static long missing(AuditEntry entry) {
    if (entry instanceof AuditEntry.Gap gap) {
      return gap.lost();
    }
    return entry instanceof AuditEntry.Skipped skipped ? skipped.count() : 0;
  }
}
