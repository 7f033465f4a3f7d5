package dev.antiphon;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A future that users receive. It refuses to wait on a thread that may be needed to complete it.
 * Futures derived from it refuse too.
 */
final class UserFuture<T extends @Nullable Object> extends CompletableFuture<T> {
  private final ForbiddenWaits waits;

  /** Set before the library completes this future. */
  private volatile boolean delivering;

  private UserFuture(ForbiddenWaits waits) {
    this.waits = waits;
  }

  /** A future that has failed. */
  static <T> UserFuture<T> failed(ForbiddenWaits waits, Throwable failure) {
    UserFuture<T> future = new UserFuture<>(waits);
    future.completeExceptionally(failure);
    return future;
  }

  /**
   * The future of a user for an internal one.
   *
   * @param notifications completes the future
   * @param onAbandon runs at most once, if anyone except the library completes the future
   */
  static <T> UserFuture<T> of(
      CompletableFuture<T> internal,
      ForbiddenWaits waits,
      Notifications notifications,
      Runnable onAbandon) {
    UserFuture<T> future = new UserFuture<>(waits);
    AtomicBoolean abandoned = new AtomicBoolean();
    Runnable abandon =
        () -> {
          if (abandoned.compareAndSet(false, true)) {
            onAbandon.run();
          }
        };
    future.whenComplete(
        (value, failure) -> {
          if (!future.delivering) {
            abandon.run();
          }
        });
    internal.whenComplete(
        (value, failure) ->
            notifications.complete(
                () -> {
                  if (!future.isDone() && !future.deliver(value, failure)) {
                    // Another thread completed it in the meantime.
                    abandon.run();
                  }
                }));
    return future;
  }

  private boolean deliver(T value, @Nullable Throwable failure) {
    delivering = true;
    return failure == null
        ? complete(value)
        : completeExceptionally(ConnectOutcome.unwrap(failure));
  }

  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    return new UserFuture<>(waits);
  }

  /** Returns a copy, because the JDK's stage converts itself to a future that waits anywhere. */
  @Override
  public CompletionStage<T> minimalCompletionStage() {
    return copy();
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    requireWait("get");
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    requireWait("get");
    return super.get(timeout, unit);
  }

  @Override
  public T join() {
    requireWait("join");
    return super.join();
  }

  private void requireWait(String method) {
    if (!isDone()) {
      waits.requireFutureWait(method);
    }
  }
}
