package dev.antiphon.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the last entries in memory. It is thread-safe. */
public final class AuditRing implements AuditSink {
  private final int capacity;
  private final Deque<AuditEntry> entries = new ArrayDeque<>();

  /**
   * Creates an empty ring.
   *
   * @param capacity the maximum number of entries
   * @throws IllegalArgumentException if the capacity is less than 1
   */
  public AuditRing(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, was " + capacity);
    }
    this.capacity = capacity;
  }

  @Override
  public void write(AuditEntry entry) {
    synchronized (entries) {
      if (entries.size() == capacity) {
        entries.removeFirst();
      }
      entries.addLast(entry);
    }
  }

  /** The stored entries, oldest first. */
  public List<AuditEntry> entries() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }
}
