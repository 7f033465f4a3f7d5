package dev.antiphon;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs listeners and completes futures, on the application's executor or on threads of the library.
 * The callbacks of one guild run one after another. Those of different guilds do not wait for one
 * another.
 */
final class Callbacks implements AutoCloseable {
  private static final long KEEP_ALIVE_SECONDS = 10;

  /**
   * The executor of the application may serve all guilds with one thread. So each callback is a
   * task.
   */
  private static final int APPLICATION_BATCH = 1;

  private final Executor executor;
  private final Optional<ExecutorService> own;
  private final int batch;
  private final Map<Long, Notifications> guilds = new ConcurrentHashMap<>();

  private Callbacks(Executor executor, Optional<ExecutorService> own, int batch) {
    this.executor = executor;
    this.own = own;
    this.batch = batch;
  }

  /** Uses the application's executor. Without one, it starts threads when they are needed. */
  static Callbacks on(Optional<Executor> application) {
    if (application.isPresent()) {
      return new Callbacks(application.get(), Optional.empty(), APPLICATION_BATCH);
    }
    ExecutorService own =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Callbacks::thread);
    return new Callbacks(own, Optional.of(own), Integer.MAX_VALUE);
  }

  /** The executor that runs the callbacks. */
  Executor executor() {
    return executor;
  }

  /** The queue of the guild. All connections of the guild use it. */
  Notifications ofGuild(long guildId) {
    return guilds.computeIfAbsent(guildId, guild -> new Notifications(executor, batch));
  }

  /**
   * Stops the library's threads when their callbacks have ended. An executor of the application
   * keeps running.
   */
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
