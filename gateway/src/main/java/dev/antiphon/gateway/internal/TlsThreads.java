package dev.antiphon.gateway.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where the heavy parts of TLS handshakes run, off the event loops, whose audio clocks must not
 * wait for them: key agreement and the verification of certificates. Threads are few, daemons, and
 * end when idle. A handshake has at most one task here at a time, so the queue is bounded by the
 * number of dials.
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
            (task, ended) -> task.run()); // open sockets outlive their dialer
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Ends the threads once what they have to do is done. */
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
