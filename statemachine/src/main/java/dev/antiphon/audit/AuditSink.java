package dev.antiphon.audit;

/**
 * Receives the entries of the audit. Connections never wait for a sink: a {@code Voice} gives each
 * sink a bounded queue and a dedicated thread. All methods are called on that thread, one after
 * another.
 *
 * <p>If a sink throws an exception, the exception is logged and the entry is counted as lost. Later
 * the sink receives a {@link AuditEntry.Gap} with the number of lost entries.
 */
@FunctionalInterface
public interface AuditSink {

  /**
   * Writes an entry. The method can block: other entries then wait in the queue. Entries that come
   * while the queue is full are counted as lost.
   */
  void write(AuditEntry entry);

  /** Writes buffered entries to their destination. It is called when the queue is empty. */
  default void flush() {}
}
