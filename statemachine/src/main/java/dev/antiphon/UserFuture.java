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
  private final Runnable onAbandon;

  /** Set by the first one that completes this future, before it does so. */
  private final AtomicBoolean claimed = new AtomicBoolean();

  private UserFuture(ForbiddenWaits waits, Runnable onAbandon) {
    this.waits = waits;
    this.onAbandon = onAbandon;
  }

  /** A future that has failed. */
  static <T> UserFuture<T> failed(ForbiddenWaits waits, Throwable failure) {
    UserFuture<T> future = new UserFuture<>(waits, () -> {});
    future.completeExceptionally(failure);
    return future;
  }

  /**
   * The future of a user for an internal one.
   *
   * @param notifications completes the future
   * @param onAbandon runs at most once, if anyone except the library completes the future. It runs
   *     before the stages of the future, because a stage can wait for its result
   */
  static <T> UserFuture<T> of(
      CompletableFuture<T> internal,
      ForbiddenWaits waits,
      Notifications notifications,
      Runnable onAbandon) {
    UserFuture<T> future = new UserFuture<>(waits, onAbandon);
    // Methods such as completeAsync do not call complete.
    future.whenComplete((value, failure) -> future.abandon());
    internal.whenComplete(
        (value, failure) -> notifications.complete(() -> future.deliver(value, failure)));
    return future;
  }

  private void abandon() {
    if (claimed.compareAndSet(false, true)) {
      onAbandon.run();
    }
  }

  private void deliver(T value, @Nullable Throwable failure) {
    if (!claimed.compareAndSet(false, true)) {
      return;
    }
    boolean delivered =
        failure == null
            ? super.complete(value)
            : super.completeExceptionally(ConnectOutcome.unwrap(failure));
    if (!delivered) {
      // Another thread completed it in the meantime.
      onAbandon.run();
    }
  }

  @Override
  public boolean complete(T value) {
    abandon();
    return super.complete(value);
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    abandon();
    return super.completeExceptionally(failure);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    abandon();
    return super.cancel(mayInterruptIfRunning);
  }

  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    return new UserFuture<>(waits, () -> {});
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
    if (timeout > 0) {
      requireWait("get");
    }
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
