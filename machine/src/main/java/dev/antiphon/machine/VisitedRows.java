package dev.antiphon.machine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts how often each row was taken, so that those that nothing takes are found. Thread safe. */
public final class VisitedRows {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** That row was taken once more. */
  public void visit(Row<?, ?, ?, ?> row) {
    visit(row.id());
  }

  /** The row with that id was taken once more. */
  public void visit(String id) {
    LongAdder count = counts.get(id); // finds what is there without a lock, unlike computeIfAbsent
    (count == null ? counts.computeIfAbsent(id, first -> new LongAdder()) : count).increment();
  }

  /** Whether that row was taken. */
  public boolean has(Row<?, ?, ?, ?> row) {
    return counts.containsKey(row.id());
  }

  /** How often each row was taken, by id, in the order of the ids. */
  public Map<String, Long> counts() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((id, count) -> sums.put(id, count.sum()));
    return sums;
  }

  /** The rows of that table that were not taken, in their order. */
  public <S extends State, K extends Kind, G extends Titled, A extends Titled>
      List<Row<S, K, G, A>> missing(Table<S, K, G, A> table) {
    return table.rows().stream().filter(row -> !has(row)).toList();
  }
}
