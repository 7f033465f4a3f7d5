package dev.antiphon;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the callbacks of one guild in order on the {@code Voice}'s executor. The guild's connections
 * share it, so that the end of one is heard before the beginning of the next.
 *
 * <p>Invariant: at most {@link #CAPACITY} wait. A slow or throwing listener delays or loses events
 * of its own guild, counted, and nothing else.
 */
final class Notifications {
  static final int CAPACITY = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

  private final Executor executor;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private boolean running;

  /** A callback, and where its loss is counted. */
  private record Waiting(Runnable callback, LongAdder lost) {}

  Notifications(Executor executor) {
    this.executor = executor;
  }

  /** Runs it after all that were handed in before, or counts it as lost. */
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
      // Rejected, or whatever else an application's executor may throw.
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
      LOG.warn("a listener failed", e);
    } catch (Error e) {
      // The executor's to deal with; the callbacks behind must not suffer for it.
      next.lost().increment();
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
