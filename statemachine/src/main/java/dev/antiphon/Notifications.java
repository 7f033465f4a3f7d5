package dev.antiphon;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one connection's callbacks in order on the {@code Voice}'s executor.
 *
 * <p>Invariant: at most {@link #CAPACITY} wait. A slow or throwing listener delays or loses its own
 * events, counted, and nothing else.
 */
final class Notifications {
  static final int CAPACITY = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

  private final Executor executor;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final LongAdder lost = new LongAdder();
  private boolean running;

  Notifications(Executor executor) {
    this.executor = executor;
  }

  long lost() {
    return lost.sum();
  }

  /** Runs it after all that were handed in before, or counts it as lost. */
  void run(Runnable callback) {
    boolean start;
    synchronized (waiting) {
      if (waiting.size() >= CAPACITY) {
        lost.increment();
        return;
      }
      waiting.add(callback);
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
      // Rejected, or whatever else an application's executor may throw.
      synchronized (waiting) {
        lost.add(waiting.size());
        waiting.clear();
        running = false;
      }
    }
  }

  private void runNext() {
    Runnable callback;
    synchronized (waiting) {
      callback = waiting.poll();
    }
    try {
      callback.run();
    } catch (RuntimeException e) {
      lost.increment();
      LOG.warn("a listener failed", e);
    } catch (Error e) {
      // The executor's to deal with; the callbacks behind must not suffer for it.
      lost.increment();
      throw e;
    } finally {
      goOn();
    }
  }

  private void goOn() {
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
