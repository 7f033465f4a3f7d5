package dev.antiphon;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the thread that delivers voice state and voice server updates. A blocking call on that
 * thread would wait for an event that the same thread must deliver. Such a call is refused.
 *
 * <p>Before the first event, the thread is unknown. A blocking call then ends at the deadlines of
 * the flow. After two threads have delivered events, no call is refused: the other thread can
 * deliver the event.
 */
final class DispatchThread {
  private volatile @Nullable Thread sole;
  private volatile boolean several;

  void record() {
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
