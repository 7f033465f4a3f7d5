package dev.antiphon.internal.connection;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after another, in order, on the threads of an executor. It is thread-safe.
 *
 * <p>Invariant: each added task is either run or refused, exactly once.
 */
public final class SerialQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SerialQueue.class);

  private final Executor executor;
  private final int batch;
  private final Queue<Task> waiting = new ArrayDeque<>();
  private boolean running;

  /** A task of the queue. */
  public interface Task {
    /** Runs the task. */
    void run();

    /** Called in place of {@link #run} if the executor does not run the task. */
    void refused(Throwable why);
  }

  /** Creates a queue that runs at most {@code batch} tasks in one task of the executor. */
  public SerialQueue(Executor executor, int batch) {
    this.executor = executor;
    this.batch = batch;
  }

  /** Runs the task after all earlier ones. */
  public void add(Task task) {
    synchronized (waiting) {
      waiting.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    dispatch();
  }

  private void dispatch() {
    try {
      executor.execute(this::runBatch);
    } catch (Throwable refusal) {
      // The executor may throw anything, for example an error if no thread can be created.
      refuseAll(refusal);
    }
  }

  private void runBatch() {
    for (int done = 0; done < batch; done++) {
      Task next = next();
      if (next == null) {
        return;
      }
      guarded(next::run);
    }
    synchronized (waiting) {
      running = !waiting.isEmpty();
      if (!running) {
        return;
      }
    }
    dispatch();
  }

  private void refuseAll(Throwable why) {
    for (Task next = next(); next != null; next = next()) {
      Task refused = next;
      guarded(() -> refused.refused(why));
    }
  }

  /** The next task. Null if there is none: the next added task then starts the queue again. */
  private @Nullable Task next() {
    synchronized (waiting) {
      Task next = waiting.poll();
      running = next != null;
      return next;
    }
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (Throwable failure) { // a failing task must not stop the queue
      LOG.error("a task of a queue failed", failure);
    }
  }
}
