package dev.antiphon.testkit.internal.session;

import java.util.ArrayList;
import java.util.List;

/**
 * Held messages of one WebSocket and direction. They wait until other messages have overtaken them.
 */
public final class ReorderBuffer {

  private static final int MOST = 1_000;

  private final List<Waiting> waiting = new ArrayList<>();

  private static final class Waiting {
    private int others;
    private final Runnable delivery;

    Waiting(int others, Runnable delivery) {
      this.others = others;
      this.delivery = delivery;
    }
  }

  /** Holds a message. Returns false if the maximum number of messages is already held. */
  public boolean hold(int others, Runnable delivery) {
    return waiting.size() < MOST && waiting.add(new Waiting(others, delivery));
  }

  /** Counts a passed message and releases the messages that have waited long enough. */
  public void passed() {
    if (waiting.isEmpty()) {
      return;
    }
    waiting.forEach(one -> one.others--);
    List<Waiting> due = waiting.stream().filter(one -> one.others <= 0).toList();
    waiting.removeAll(due);
    due.forEach(one -> one.delivery.run());
  }

  /** Releases all messages. */
  void release() {
    List<Waiting> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(one -> one.delivery.run());
  }
}
