package dev.antiphon.cli.internal.soak;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The futures that the library has handed out and not completed yet. Safe for several threads. */
final class Promises {
  private final Map<CompletableFuture<?>, String> open = new ConcurrentHashMap<>();

  /** Remembers a future until it completes. */
  @SuppressWarnings("CollectionUndefinedEquality") // a future is equal to itself alone
  <T> CompletableFuture<T> remember(String what, CompletableFuture<T> future) {
    open.put(future, what);
    future.whenComplete((value, failure) -> open.remove(future));
    return future;
  }

  boolean allKept() {
    return open.isEmpty();
  }

  /** What is still open, and how often. */
  Map<String, Long> stillOpen() {
    return open.values().stream()
        .collect(Collectors.groupingBy(what -> what, TreeMap::new, Collectors.counting()));
  }
}
