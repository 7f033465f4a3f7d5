package dev.antiphon.testkit.internal.dave;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The users by leaf of an MLS group, computed from outside the group. A new member takes the
 * leftmost blank leaf (RFC 9420, section 12.1.1).
 */
final class GroupRoster {

  private final SortedMap<Integer, Long> users = new TreeMap<>();

  int add(long userId) {
    int leaf = 0;
    while (users.containsKey(leaf)) {
      leaf++;
    }
    users.put(leaf, userId);
    return leaf;
  }

  void remove(int leaf) {
    users.remove(leaf);
  }

  OptionalInt leafOf(long userId) {
    return users.entrySet().stream()
        .filter(entry -> entry.getValue() == userId)
        .mapToInt(Map.Entry::getKey)
        .findFirst();
  }

  boolean isEmpty() {
    return users.isEmpty();
  }

  /** Returns a snapshot of the user ids by leaf index. */
  SortedMap<Integer, Long> users() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(users));
  }
}
