package dev.antiphon.internal.connection;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run the DAVE sessions of all connections of a {@code Voice}. There is one thread
 * for each processor, at least two, and one more for urgent turns. The turns of the sessions wait
 * in one queue, so a session with much work lets the others run after each turn.
 *
 * <p>An urgent turn starts on the additional thread if this thread is free. So the key package of a
 * session does not wait for the commits of large groups. Threads end after ten seconds without
 * work.
 */
final class DaveWorkers implements DaveWork.Workers, AutoCloseable {
  private static final int MIN_THREADS = 2;
  private static final int IDLE_SECONDS = 10;
  private static final int CLOSE_SECONDS = 5;
  private static final String NAME = "antiphon-dave";

  private final ThreadPoolExecutor threads;
  private final ThreadPoolExecutor urgentThread;

  /** Workers for this number of processors. */
  DaveWorkers(int processors) {
    DefaultThreadFactory factory = new DefaultThreadFactory(NAME, true);
    int size = Math.max(MIN_THREADS, processors);
    threads =
        new ThreadPoolExecutor(
            size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    threads.allowCoreThreadTimeOut(true);
    urgentThread =
        new ThreadPoolExecutor(
            0, 1, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
  }

  @Override
  public void execute(Runnable turn, boolean urgent) {
    if (urgent) {
      try {
        urgentThread.execute(turn);
        return;
      } catch (RejectedExecutionException busy) {
        // Another urgent turn runs. This one waits with the others.
      }
    }
    threads.execute(turn);
  }

  /** Starts no further turn, and waits a short time for the turns that run or wait. */
  @Override
  public void close() {
    threads.shutdown();
    urgentThread.shutdown();
    try {
      threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
      urgentThread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
