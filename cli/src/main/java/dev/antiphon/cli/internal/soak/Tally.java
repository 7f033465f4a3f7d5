package dev.antiphon.cli.internal.soak;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts by name. Safe for several threads. */
final class Tally {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void count(String name) {
    counts.computeIfAbsent(name, first -> new LongAdder()).increment();
  }

  long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** What was counted, in the order of the names. */
  Map<String, Long> byName() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((name, count) -> all.put(name, count.sum()));
    return all;
  }
}
