package dev.antiphon.testkit.internal.dave;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Does one thing after the other: what is asked for in the middle of something follows it. For a
 * message that is posted can end a session before the next one is posted. Confined to the server's
 * loop.
 */
final class InTurn {

  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  void run(Runnable deed) {
    waiting.add(deed);
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
