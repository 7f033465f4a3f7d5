package dev.antiphon.machine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts how often each row was taken, to find rows that are never taken. Thread-safe. */
public final class VisitedRows {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** Counts one more visit of this row. */
  public void visit(Row<?, ?, ?, ?> row) {
    visit(row.id());
  }

  /** Counts one more visit of the row with this id. */
  public void visit(String id) {
    LongAdder count = counts.get(id); // reads without a lock, unlike computeIfAbsent
    (count == null ? counts.computeIfAbsent(id, first -> new LongAdder()) : count).increment();
  }

  /** Whether this row was taken. */
  public boolean has(Row<?, ?, ?, ?> row) {
    return counts.containsKey(row.id());
  }

  /** The number of visits of each row, by id, in the order of the ids. */
  public Map<String, Long> counts() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((id, count) -> sums.put(id, count.sum()));
    return sums;
  }

  /** The rows of this table that were not taken, in the order of the table. */
  public <S extends State, K extends Kind, G extends Titled, A extends Titled>
      List<Row<S, K, G, A>> missing(Table<S, K, G, A> table) {
    return table.rows().stream().filter(row -> !has(row)).toList();
  }
}
