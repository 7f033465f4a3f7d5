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
 * Tells of each step of one connection's end-to-end encryption, over all its sessions. Confined to
 * the event loop.
 */
final class EncryptionRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(EncryptionRecorder.class);

  private final AuditEntry.Subject subject;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Consumer<AuditEntry.Encryption> told;
  private long sequence;

  EncryptionRecorder(
      AuditEntry.Subject subject,
      Clock clock,
      LongSupplier nanoTime,
      Consumer<AuditEntry.Encryption> told) {
    this.subject = subject;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.told = told;
  }

  void tell(int session, long channelId, DaveRecord record) {
    sequence++;
    AuditEntry.Encryption step =
        new AuditEntry.Encryption(
            subject, sequence, clock.instant(), nanoTime.getAsLong(), session, channelId, record);
    try {
      told.accept(step);
      EncryptionStepEvent.emit(step);
    } catch (Throwable failure) {
      LOG.warn("connection {}: an observer failed", subject.connectionId(), failure);
    }
  }
}
