package dev.antiphon;

/**
 * Remembers on which thread the main gateway's events are delivered, so that a call that would
 * block just that thread, and wait for its own next event, can be refused instead of hanging.
 *
 * <p>Once two threads have delivered, no thread is known to be needed, and none is refused.
 */
final class DeliveryThread {
  private volatile Thread sole;
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
