package dev.antiphon;

import dev.antiphon.internal.connection.SerialQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs the callbacks of one guild in order on the executor of the {@code Voice}: its listeners, and
 * the completion of its futures. All connections of the guild share this queue. So listeners are
 * notified of the end of a connection before the first event of the next one.
 *
 * <p>Invariant: at most {@link #CAPACITY} calls of listeners wait. Further calls are dropped and
 * counted. The completion of a future is never dropped. A slow listener affects only its guild.
 */
final class Notifications {
  static final int CAPACITY = 1024;

  private final Executor executor;
  private final SerialQueue queue;
  private final AtomicInteger waiting = new AtomicInteger();

  /** Runs at most {@code batch} callbacks in one task of the executor. */
  Notifications(Executor executor, int batch) {
    this.executor = executor;
    this.queue = new SerialQueue(executor, batch);
  }

  /** Calls a listener after all earlier callbacks, or counts the call as lost. */
  void call(Runnable listener, LongAdder lost) {
    if (waiting.incrementAndGet() > CAPACITY) {
      waiting.decrementAndGet();
      lost.increment();
      return;
    }
    queue.add(
        new SerialQueue.Task() {
          @Override
          public void run() {
            waiting.decrementAndGet();
            CallbackThread.run(executor, listener);
          }

          @Override
          public void refused(Throwable why) {
            waiting.decrementAndGet();
            lost.increment();
          }
        });
  }

  /** Runs the task after all earlier callbacks. It is never dropped, but can be refused. */
  void tell(Runnable task, Runnable refused) {
    queue.add(
        new SerialQueue.Task() {
          @Override
          public void run() {
            CallbackThread.run(executor, task);
          }

          @Override
          public void refused(Throwable why) {
            refused.run();
          }
        });
  }

  /**
   * Completes a future after all earlier callbacks. If the executor refuses the task, the future
   * completes on the calling thread: no future may stay open.
   */
  void complete(Runnable completion) {
    queue.add(
        new SerialQueue.Task() {
          @Override
          public void run() {
            CallbackThread.run(executor, completion);
          }

          @Override
          public void refused(Throwable why) {
            run();
          }
        });
  }
}
