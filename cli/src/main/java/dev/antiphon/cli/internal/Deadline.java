package dev.antiphon.cli.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An optional time limit of a command. */
final class Deadline {
  private final Optional<Duration> limit;
  private final long start = System.nanoTime();

  /** Starts the time limit now. */
  Deadline(Optional<Duration> limit) {
    this.limit = limit;
  }

  /** Waits for the future until the time limit is over. */
  <T> T await(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
    if (limit.isEmpty()) {
      return future.get();
    }
    long left = limit.get().toNanos() - (System.nanoTime() - start);
    return future.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
  }
}
