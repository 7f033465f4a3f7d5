package dev.antiphon.dave;

import dev.antiphon.dave.internal.media.FrameOutcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** The counts of received frames by user. One thread writes them, any thread reads them. */
final class FrameCounters {
  private static final int OUTCOMES = FrameOutcome.values().length;

  private final Row others = new Row();
  private final Map<Long, Row> rows = new LinkedHashMap<>();
  private final AtomicLong contradictions = new AtomicLong();

  /** The counts of one user. A removed row must not be used any more. */
  static final class Row {
    private final AtomicLongArray counts = new AtomicLongArray(OUTCOMES);
    private boolean removed;

    void count(FrameOutcome outcome) {
      add(outcome.ordinal(), 1);
    }

    boolean isRemoved() {
      return removed;
    }

    private void add(int outcome, long number) {
      counts.lazySet(outcome, counts.getPlain(outcome) + number);
    }

    private DaveFrameCounts snapshot() {
      return new DaveFrameCounts(
          value(FrameOutcome.DECRYPTED),
          value(FrameOutcome.SILENCE),
          value(FrameOutcome.PASSED_THROUGH),
          value(FrameOutcome.NOT_ENCRYPTED),
          value(FrameOutcome.MALFORMED),
          value(FrameOutcome.NO_KEY),
          value(FrameOutcome.NOT_AUTHENTIC),
          value(FrameOutcome.TOO_FAR),
          value(FrameOutcome.REPLAYED),
          value(FrameOutcome.TOO_EARLY),
          value(FrameOutcome.NO_ROOM),
          value(FrameOutcome.NO_OWNER));
    }

    private long value(FrameOutcome outcome) {
      return counts.get(outcome.ordinal());
    }
  }

  /** The counts of this user; 0 stands for all users that are not known. */
  Row row(long user) {
    if (user == FrameStream.UNKNOWN) {
      return others;
    }
    Row row = rows.get(user);
    return row == null ? add(user) : row;
  }

  private synchronized Row add(long user) {
    if (rows.size() >= DaveFrameStatistics.USERS) {
      var values = rows.values().iterator();
      Row oldest = values.next();
      values.remove();
      oldest.removed = true;
      for (int outcome = 0; outcome < OUTCOMES; outcome++) {
        others.add(outcome, oldest.counts.get(outcome));
      }
    }
    Row row = new Row();
    rows.put(user, row);
    return row;
  }

  void contradiction() {
    contradictions.lazySet(contradictions.getPlain() + 1);
  }

  synchronized DaveFrameStatistics snapshot() {
    Map<Long, DaveFrameCounts> users = new LinkedHashMap<>();
    rows.forEach((user, row) -> users.put(user, row.snapshot()));
    return new DaveFrameStatistics(users, others.snapshot(), contradictions.get());
  }
}
