package dev.antiphon.audit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes each entry as one line of JSON to an SLF4J logger. */
public final class AuditLog implements AuditSink {
  private final Logger logger;
  private final Level level;

  /** Writes to the logger {@code dev.antiphon.audit} at level INFO. */
  public AuditLog() {
    this(LoggerFactory.getLogger("dev.antiphon.audit"), Level.INFO);
  }

  /** Writes to this logger at this level. */
  public AuditLog(Logger logger, Level level) {
    this.logger = logger;
    this.level = level;
  }

  @Override
  public void write(AuditEntry entry) {
    if (logger.isEnabledForLevel(level)) {
      logger.atLevel(level).log(text(entry));
    }
  }

  private static String text(AuditEntry entry) {
    if (entry instanceof AuditEntry.Step step) {
      return step.transition().toJson();
    }
    if (entry instanceof AuditEntry.Encryption step) {
      return step.toJson();
    }
    if (entry instanceof AuditEntry.Skipped skipped) {
      return skipped.toJson();
    }
    AuditEntry.Gap gap = (AuditEntry.Gap) entry;
    return "{\"event\":\"gap\",\"at\":\"" + gap.at() + "\",\"lost\":" + gap.lost() + "}";
  }
}
