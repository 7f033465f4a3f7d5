package dev.antiphon;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs listeners and completes futures, on the application's executor or on one thread of the
 * library.
 */
final class Callbacks implements AutoCloseable {
  private final Executor executor;
  private final Optional<ExecutorService> own;
  private final Map<Long, Notifications> guilds = new ConcurrentHashMap<>();

  private Callbacks(Executor executor, Optional<ExecutorService> own) {
    this.executor = executor;
    this.own = own;
  }

  /** Uses the application's executor. Without one, it starts one thread. */
  static Callbacks on(Optional<Executor> application) {
    if (application.isPresent()) {
      return new Callbacks(application.get(), Optional.empty());
    }
    ExecutorService own = Executors.newSingleThreadExecutor(Callbacks::thread);
    return new Callbacks(own, Optional.of(own));
  }

  /**
   * The queue of the guild: it runs the listeners of all connections of that guild one after
   * another.
   */
  Notifications ofGuild(long guildId) {
    return guilds.computeIfAbsent(guildId, guild -> new Notifications(executor));
  }

  /**
   * The future that users receive in place of an internal one. It completes on their executor, so
   * their dependent stages never run on an event loop.
   *
   * @param internal the future of the library
   * @param onCancel runs when the user cancels the returned future
   */
  <T> CompletableFuture<T> forUser(CompletableFuture<T> internal, Runnable onCancel) {
    CompletableFuture<T> forUser = new CompletableFuture<>();
    internal.whenComplete(
        (value, failure) ->
            run(
                () -> {
                  if (failure == null) {
                    forUser.complete(value);
                  } else {
                    forUser.completeExceptionally(ConnectOutcome.unwrap(failure));
                  }
                }));
    forUser.whenComplete(
        (value, failure) -> {
          if (forUser.isCancelled()) {
            onCancel.run();
          }
        });
    return forUser;
  }

  /**
   * Completes the future on the calling thread if the executor refuses the task: no future may stay
   * open.
   */
  private void run(Runnable completion) {
    try {
      executor.execute(completion);
    } catch (RuntimeException e) {
      // The executor of the application may throw any exception, not only a rejection.
      completion.run();
    }
  }

  /** Stops the library's thread. An executor of the application keeps running. */
  @Override
  public void close() {
    own.ifPresent(ExecutorService::shutdown);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "antiphon-callbacks");
    thread.setDaemon(true);
    return thread;
  }
}
