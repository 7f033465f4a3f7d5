package dev.antiphon.internal.connection;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.EncryptionStepEvent;
import dev.antiphon.dave.DaveRecord;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the audit entries for the end-to-end encryption of one connection, over all its sessions.
 * Runs on the event loop only.
 */
final class EncryptionRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(EncryptionRecorder.class);

  private final AuditEntry.Subject subject;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Consumer<AuditEntry.Encryption> observer;
  private long sequence;

  EncryptionRecorder(
      AuditEntry.Subject subject,
      Clock clock,
      LongSupplier nanoTime,
      Consumer<AuditEntry.Encryption> observer) {
    this.subject = subject;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.observer = observer;
  }

  void record(int session, long channelId, DaveRecord record) {
    sequence++;
    AuditEntry.Encryption step =
        new AuditEntry.Encryption(
            subject, sequence, clock.instant(), nanoTime.getAsLong(), session, channelId, record);
    try {
      observer.accept(step);
      EncryptionStepEvent.emit(step);
    } catch (Throwable failure) {
      LOG.warn("connection {}: an observer threw an exception", subject.connectionId(), failure);
    }
  }
}
