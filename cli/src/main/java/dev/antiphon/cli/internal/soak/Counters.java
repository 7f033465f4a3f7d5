package dev.antiphon.cli.internal.soak;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counters by name. Thread-safe. */
final class Counters {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void count(String name) {
    counts.computeIfAbsent(name, first -> new LongAdder()).increment();
  }

  long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Returns the counts, sorted by name. */
  Map<String, Long> byName() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((name, count) -> all.put(name, count.sum()));
    return all;
  }
}
