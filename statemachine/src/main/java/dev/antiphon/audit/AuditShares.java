package dev.antiphon.audit;

import dev.antiphon.machine.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The share of each connection in the audit: a token bucket, and a limit of waiting entries. What
 * exceeds the share is counted and not written. Thread-safe.
 *
 * <p>The last tokens are reserved for steps that change the state. When the tokens are used up, all
 * other entries are left out until there are tokens for a second again. So a flood causes about one
 * line with a count per second.
 */
final class AuditShares {
  static final int BURST = 2_048;
  static final int PER_SECOND = 50;
  private static final int RESERVED = BURST / 4;
  private static final double NANOS = 1e9;

  private final int mostWaiting;
  private final Map<String, Share> byConnection = new ConcurrentHashMap<>();
  private final AtomicInteger exceeded = new AtomicInteger();
  private final AtomicLong skipped = new AtomicLong();

  /** No connection has more than this number of entries in the queue. */
  AuditShares(int mostWaiting) {
    this.mostWaiting = Math.max(1, mostWaiting);
  }

  /** The share of a connection. Its monitor must be held while it is used. */
  final class Share {
    private final AuditEntry.Subject subject;
    private double tokens = BURST;
    private long filledAt;
    private int waiting;
    private boolean exceeding;
    private boolean removed;
    private long count;
    private Instant since = Instant.EPOCH;
    private Map<Outcome, Long> kinds = new EnumMap<>(Outcome.class);

    Share(AuditEntry.Subject subject, long now) {
      this.subject = subject;
      this.filledAt = now;
    }

    /** Returns true if the share is still in use. Otherwise, another one must be requested. */
    boolean isUsable() {
      return !removed;
    }

    /** Takes a token for the entry. Counts the entry as skipped if there is none. */
    boolean admits(Outcome kind, Instant at, long now) {
      fill(now);
      boolean urgent = kind == Outcome.TRANSITION;
      if (waiting < mostWaiting && tokens >= 1 && (urgent || (!exceeding && tokens > RESERVED))) {
        tokens--;
        waiting++;
        return true;
      }
      exceeding = true;
      skip(kind, at);
      return false;
    }

    private void fill(long now) {
      tokens = Math.min(BURST, tokens + (now - filledAt) / NANOS * PER_SECOND);
      filledAt = now;
      if (tokens >= RESERVED + PER_SECOND && waiting <= mostWaiting / 2) {
        exceeding = false;
      }
    }

    private void skip(Outcome kind, Instant at) {
      if (count == 0) {
        since = at;
        exceeded.incrementAndGet();
      }
      count++;
      skipped.incrementAndGet();
      kinds.merge(kind, 1L, Long::sum);
    }

    /** The entry with the count of what was left out since the last one. */
    Optional<AuditEntry.Skipped> takeSkipped() {
      if (count == 0) {
        return Optional.empty();
      }
      AuditEntry.Skipped all = new AuditEntry.Skipped(subject, since, count, kinds);
      count = 0;
      kinds = new EnumMap<>(Outcome.class);
      exceeded.decrementAndGet();
      return Optional.of(all);
    }

    /** The entry of {@link #takeSkipped} could not be queued. */
    void putBack(AuditEntry.Skipped all) {
      since = all.at();
      count = all.count();
      kinds = new EnumMap<>(all.kinds());
      exceeded.incrementAndGet();
    }

    void dequeued() {
      waiting--;
    }

    private boolean isFull() {
      return tokens >= BURST && waiting == 0 && count == 0;
    }
  }

  /** The share of the connection of an entry. */
  Share of(AuditEntry.Subject subject, long now) {
    return byConnection.computeIfAbsent(subject.connectionId(), id -> new Share(subject, now));
  }

  /** An entry of this connection has left the queue. */
  void dequeued(AuditEntry.Subject subject) {
    Share share = byConnection.get(subject.connectionId());
    if (share != null) {
      synchronized (share) {
        share.dequeued();
      }
    }
  }

  /** Returns true if entries were skipped that no line has counted yet. */
  boolean isExceeded() {
    return exceeded.get() > 0;
  }

  /** The number of entries that were skipped so far. */
  long skipped() {
    return skipped.get();
  }

  /**
   * Takes the counts of the connections whose excess is over, or all counts. Forgets connections
   * that use nothing of their share.
   */
  List<AuditEntry.Skipped> takeSkipped(long now, boolean all) {
    List<AuditEntry.Skipped> taken = new ArrayList<>();
    byConnection
        .values()
        .removeIf(
            share -> {
              synchronized (share) {
                share.fill(now);
                if (all || !share.exceeding) {
                  share.takeSkipped().ifPresent(taken::add);
                }
                share.removed = share.isFull();
                return share.removed;
              }
            });
    return taken;
  }
}
