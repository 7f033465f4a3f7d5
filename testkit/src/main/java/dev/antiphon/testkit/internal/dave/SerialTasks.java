package dev.antiphon.testkit.internal.dave;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Runs tasks one after another. A task that is added during another task runs after it. This is
 * necessary because sending one message can end a session before the next message is sent. Confined
 * to the server's loop.
 */
final class SerialTasks {

  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  void run(Runnable task) {
    waiting.add(task);
    if (busy) {
      return;
    }
    busy = true;
    try {
      for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
        next.run();
      }
    } finally {
      busy = false;
    }
  }
}
