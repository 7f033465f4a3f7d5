package dev.antiphon;

/**
 * Remembers on which thread voice states and servers are delivered, so that a call that would block
 * just that thread, and wait for its own next event, can be refused instead of hanging.
 *
 * <p>Before the first such event no thread is known, and the deadlines of the flow end the wait;
 * once two threads have delivered, none is known to be needed, and none is refused.
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
