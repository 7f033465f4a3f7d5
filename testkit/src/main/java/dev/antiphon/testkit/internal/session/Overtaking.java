package dev.antiphon.testkit.internal.session;

import java.util.ArrayList;
import java.util.List;

/** Messages of one WebSocket and direction that wait for others to overtake them. */
public final class Overtaking {

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

  /** Holds a message back; false when as many wait as may. */
  public boolean hold(int others, Runnable delivery) {
    return waiting.size() < MOST && waiting.add(new Waiting(others, delivery));
  }

  /** A message has gone its way: those that it was the last to overtake follow. */
  public void passed() {
    if (waiting.isEmpty()) {
      return;
    }
    waiting.forEach(one -> one.others--);
    List<Waiting> due = waiting.stream().filter(one -> one.others <= 0).toList();
    waiting.removeAll(due);
    due.forEach(one -> one.delivery.run());
  }

  /** Nothing will overtake them any more: all go. */
  void release() {
    List<Waiting> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(one -> one.delivery.run());
  }
}
