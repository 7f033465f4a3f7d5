package dev.antiphon;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Where listeners run and futures complete: the application's executor, or a thread of our own. */
final class Callbacks implements AutoCloseable {
  private final Executor executor;
  private final Optional<ExecutorService> own;
  private final Map<Long, Notifications> guilds = new ConcurrentHashMap<>();

  private Callbacks(Executor executor, Optional<ExecutorService> own) {
    this.executor = executor;
    this.own = own;
  }

  /** On the application's executor if there is one, else on a thread of our own. */
  static Callbacks on(Optional<Executor> application) {
    if (application.isPresent()) {
      return new Callbacks(application.get(), Optional.empty());
    }
    ExecutorService own = Executors.newSingleThreadExecutor(Callbacks::thread);
    return new Callbacks(own, Optional.of(own));
  }

  /** Where the listeners of a guild's connections run, one after the other. */
  Notifications ofGuild(long guildId) {
    return guilds.computeIfAbsent(guildId, guild -> new Notifications(executor));
  }

  /**
   * What users get instead of a future of our own: it completes on their executor, so that what
   * they chain to it never runs on an event loop, and its cancellation does what {@code cancelled}
   * says.
   */
  <T> CompletableFuture<T> handOut(CompletableFuture<T> own, Runnable cancelled) {
    CompletableFuture<T> handedOut = new CompletableFuture<>();
    own.whenComplete(
        (value, failure) ->
            run(
                () -> {
                  if (failure == null) {
                    handedOut.complete(value);
                  } else {
                    handedOut.completeExceptionally(ConnectOutcome.unwrap(failure));
                  }
                }));
    handedOut.whenComplete(
        (value, failure) -> {
          if (handedOut.isCancelled()) {
            cancelled.run();
          }
        });
    return handedOut;
  }

  /** An executor that takes nothing more must not leave a future undone: then it is done here. */
  private void run(Runnable completion) {
    try {
      executor.execute(completion);
    } catch (RuntimeException e) {
      // Rejected, or whatever else an application's executor may throw.
      completion.run();
    }
  }

  /** Ends the thread of our own; the application's executor is left alone. */
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
