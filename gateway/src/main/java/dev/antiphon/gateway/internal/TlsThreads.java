package dev.antiphon.gateway.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Executes the expensive parts of TLS handshakes: key agreement and certificate verification. They
 * must not run on the event loops, because they would delay the audio clocks.
 *
 * <p>It uses at most two daemon threads, which end when they are idle. A handshake has at most one
 * task in the queue at a time, so the number of dials limits the queue.
 */
final class TlsThreads implements Executor, AutoCloseable {
  private static final int THREADS = 2;
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  TlsThreads() {
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            TlsThreads::thread,
            // After close(), open sockets can still have tasks.
            (task, executor) -> task.run());
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Ends the threads after they complete all queued tasks. */
  @Override
  public void close() {
    threads.shutdown();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "antiphon-tls");
    thread.setDaemon(true);
    return thread;
  }
}
