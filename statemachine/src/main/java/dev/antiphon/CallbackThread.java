package dev.antiphon;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Marks the calling thread while it runs a callback of an executor. The mark is not part of one
 * {@link Voice}, because several can use the same executor.
 */
final class CallbackThread {
  private static final ThreadLocal<@Nullable Mark> MARKS = new ThreadLocal<>();

  /** A callback that runs, and the callback in which it runs. */
  private record Mark(Executor executor, @Nullable Mark outer) {}

  private CallbackThread() {}

  /** Runs the callback on the calling thread, as a callback of this executor. */
  static void run(Executor executor, Runnable callback) {
    Mark outer = MARKS.get();
    MARKS.set(new Mark(executor, outer));
    try {
      callback.run();
    } finally {
      if (outer == null) {
        MARKS.remove();
      } else {
        MARKS.set(outer);
      }
    }
  }

  /** Whether the calling thread runs a callback of this executor. */
  @SuppressWarnings("ReferenceEquality") // the same executor
  static boolean runsFor(Executor executor) {
    for (Mark mark = MARKS.get(); mark != null; mark = mark.outer()) {
      if (mark.executor() == executor) {
        return true;
      }
    }
    return false;
  }
}
