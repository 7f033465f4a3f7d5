package dev.antiphon;

import org.jspecify.annotations.Nullable;

/**
 * Remembers which thread delivers voice states and voice servers. A call that would block that
 * thread would wait for its own next event, so it is refused instead of hanging.
 *
 * <p>Before the first such event no thread is known, and the deadlines of the flow end the wait.
 * Once two threads have delivered, neither is known to be needed, and none is refused.
 */
final class DispatchThread {
  private volatile @Nullable Thread sole;
  private volatile boolean several;

  void note() {
    Thread current = Thread.currentThread();
    if (sole == null) {
      sole = current;
    } else if (sole != current) {
      several = true;
    }
  }

  boolean isCurrentThread() {
    return !several && sole == Thread.currentThread();
  }
}
