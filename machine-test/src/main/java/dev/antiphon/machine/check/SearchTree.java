package dev.antiphon.machine.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Stores the predecessor and the event by which each configuration was found first. This gives a
 * shortest path to each configuration.
 */
final class SearchTree<E> {
  private static final int ROOT = 0;
  private static final int MOST_EVENTS = 30;

  private final Interner<E> events = new Interner<>(MOST_EVENTS);
  private final IntList parents = new IntList();
  private final IntList causes = new IntList();

  SearchTree() {
    parents.add(ROOT);
    causes.add(ROOT);
  }

  /** Adds the next configuration with its predecessor and the event. */
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

  /**
   * The length of the longest of these paths. It is the path to the configuration that was found
   * last.
   */
  int depth() {
    return pathTo(size() - 1).size();
  }
}
