package dev.antiphon.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Remembers the last entries. Safe for use by any number of threads. */
public final class AuditRing implements AuditSink {
  private final int capacity;
  private final Deque<AuditEntry> entries = new ArrayDeque<>();

  /**
   * A ring.
   *
   * @param capacity how many entries it remembers
   * @throws IllegalArgumentException if that is none
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

  /** What it remembers, oldest first. */
  public List<AuditEntry> entries() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }
}
