package dev.antiphon.cli.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The time by which a command has to be done, if there is one. */
final class Deadline {
  private final Optional<Duration> limit;
  private final long start = System.nanoTime();

  /** Begins now. */
  Deadline(Optional<Duration> limit) {
    this.limit = limit;
  }

  /** Waits for the future as long as there is time. */
  <T> T await(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
    if (limit.isEmpty()) {
      return future.get();
    }
    long left = limit.get().toNanos() - (System.nanoTime() - start);
    return future.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
  }
}
