package dev.antiphon.audit;

/**
 * Where the audit goes. The connections never wait for it: a {@code Voice} gives each sink a
 * bounded queue and a thread of its own, on which all methods are called, one after the other.
 *
 * <p>What a sink throws is logged, counted, and told to it later as a {@link AuditEntry.Gap}.
 */
@FunctionalInterface
public interface AuditSink {

  /** Takes an entry; may block, for then entries wait in the queue, or are counted as lost. */
  void write(AuditEntry entry);

  /** Nothing more waits at the moment: what was collected should go where it belongs. */
  default void flush() {}
}
