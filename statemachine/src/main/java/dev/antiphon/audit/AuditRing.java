package dev.antiphon.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the last entries in memory. It is thread-safe.
 *
 * <p>One guild can fill the ring while there is room. In a full ring, a guild that has a quarter of
 * the ring or more loses its own oldest entries. So a guild with very many entries cannot remove
 * all entries of the others.
 */
public final class AuditRing implements AuditSink {
  private static final int SHARES = 4;

  private final int capacity;
  private final int share;
  private final Deque<AuditEntry> entries = new ArrayDeque<>();
  private final Map<Long, Integer> counts = new HashMap<>();

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
    this.share = Math.max(1, capacity / SHARES);
  }

  @Override
  public void write(AuditEntry entry) {
    synchronized (entries) {
      if (entries.size() == capacity) {
        removeOne(guild(entry));
      }
      entries.addLast(entry);
      guild(entry).ifPresent(guild -> counts.merge(guild, 1, Integer::sum));
    }
  }

  /**
   * Removes the oldest entry of a guild that has its share: of the guild of the new entry,
   * otherwise of the guild with the most entries. If no guild has its share, removes the oldest
   * entry.
   */
  private void removeOne(Optional<Long> added) {
    Optional<Long> full =
        added
            .filter(guild -> counts.getOrDefault(guild, 0) >= share)
            .or(
                () ->
                    counts.entrySet().stream()
                        .filter(count -> count.getValue() > share)
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey));
    for (Iterator<AuditEntry> oldest = entries.iterator(); oldest.hasNext(); ) {
      Optional<Long> guild = guild(oldest.next());
      if (full.isEmpty() || guild.equals(full)) {
        oldest.remove();
        guild.ifPresent(
            of -> counts.computeIfPresent(of, (id, count) -> count == 1 ? null : count - 1));
        return;
      }
    }
  }

  private static Optional<Long> guild(AuditEntry entry) {
    return AuditEntries.subject(entry).map(AuditEntry.Subject::guildId);
  }

  /** The stored entries, oldest first. */
  public List<AuditEntry> entries() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }
}
