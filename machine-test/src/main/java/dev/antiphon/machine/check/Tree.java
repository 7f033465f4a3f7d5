package dev.antiphon.machine.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** From where, and by which event, each configuration was found first: a shortest way to each. */
final class Tree<E> {
  private static final int ROOT = 0;
  private static final int MOST_EVENTS = 30;

  private final Pool<E> events = new Pool<>(MOST_EVENTS);
  private final Ints parents = new Ints();
  private final Ints causes = new Ints();

  Tree() {
    parents.add(ROOT);
    causes.add(ROOT);
  }

  /** The configuration whose number comes next was found from that one. */
  void add(int parent, E cause) {
    parents.add(parent);
    causes.add(events.number(cause));
  }

  int size() {
    return parents.size();
  }

  List<E> pathTo(int number) {
    List<E> path = new ArrayList<>();
    for (int here = number; here != ROOT; here = parents.get(here)) {
      path.add(events.value(causes.get(here)));
    }
    Collections.reverse(path);
    return path;
  }

  /** The length of the longest of these ways: that to what was found last. */
  int depth() {
    return pathTo(size() - 1).size();
  }
}
