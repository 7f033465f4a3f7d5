package dev.antiphon;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the callbacks of one guild in order on the executor of the {@code Voice}. All connections of
 * the guild share this queue. So listeners are notified of the end of a connection before the first
 * event of the next one.
 *
 * <p>Invariant: at most {@link #CAPACITY} callbacks wait. Further callbacks are dropped and
 * counted. A slow or throwing listener affects only the events of its guild.
 */
final class Notifications {
  static final int CAPACITY = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

  private final Executor executor;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private boolean running;

  /** A callback, and the counter that counts it if it is dropped. */
  private record Waiting(Runnable callback, LongAdder lost) {}

  Notifications(Executor executor) {
    this.executor = executor;
  }

  /** Runs the callback after all earlier ones, or counts it as lost if the queue is full. */
  void run(Runnable callback, LongAdder lost) {
    boolean start;
    synchronized (waiting) {
      if (waiting.size() >= CAPACITY) {
        lost.increment();
        return;
      }
      waiting.add(new Waiting(callback, lost));
      start = !running;
      running = true;
    }
    if (start) {
      dispatch();
    }
  }

  private void dispatch() {
    try {
      executor.execute(this::runNext);
    } catch (RuntimeException e) {
      // The executor of the application may throw any exception, not only a rejection.
      synchronized (waiting) {
        waiting.forEach(refused -> refused.lost().increment());
        waiting.clear();
        running = false;
      }
    }
  }

  private void runNext() {
    Waiting next;
    synchronized (waiting) {
      next = waiting.remove();
    }
    try {
      next.callback().run();
    } catch (RuntimeException e) {
      next.lost().increment();
      LOG.warn("a listener threw an exception", e);
    } catch (Error e) {
      // The executor handles the error. The callbacks in the queue still run.
      next.lost().increment();
      throw e;
    } finally {
      continueWithNext();
    }
  }

  private void continueWithNext() {
    boolean more;
    synchronized (waiting) {
      more = !waiting.isEmpty();
      running = more;
    }
    if (more) {
      dispatch();
    }
  }
}
