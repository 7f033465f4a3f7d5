package dev.antiphon.cli.internal.soak;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The futures that the library has returned and not completed yet. Thread-safe. */
final class OpenFutures {
  private final Map<CompletableFuture<?>, String> open = new ConcurrentHashMap<>();

  /** Stores a future until it completes. */
  @SuppressWarnings("CollectionUndefinedEquality") // a future is equal only to itself
  <T> CompletableFuture<T> track(String what, CompletableFuture<T> future) {
    open.put(future, what);
    future.whenComplete((value, failure) -> open.remove(future));
    return future;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Returns the names of the open futures, each with its count. */
  Map<String, Long> stillOpen() {
    return open.values().stream()
        .collect(Collectors.groupingBy(what -> what, TreeMap::new, Collectors.counting()));
  }
}
