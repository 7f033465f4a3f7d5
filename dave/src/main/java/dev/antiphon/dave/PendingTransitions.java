package dev.antiphon.dave;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The transitions that have been announced and not executed, in the order they came.
 *
 * @param pending by their ids
 * @param last the id of the last one that was executed; 0 before
 */
record PendingTransitions(Map<Integer, Pending> pending, int last) {

  static final PendingTransitions NONE = new PendingTransitions(Map.of(), 0);

  /**
   * What a transition leads to.
   *
   * @param version the protocol version; if it is 0 and there are keys, the one in force stays
   * @param keys the serial number of the keys to send with; absent if it brings none
   */
  record Pending(int version, OptionalInt keys) {}

  boolean isEmpty() {
    return pending.isEmpty();
  }

  boolean isPending(int id) {
    return pending.containsKey(id);
  }

  /** Whether it is answered: it is pending, or was just executed. 0 never is. */
  boolean isAnswered(int id) {
    return isPending(id) || (id != 0 && id == last);
  }

  Optional<Pending> find(int id) {
    return Optional.ofNullable(pending.get(id));
  }

  PendingTransitions with(int id, Pending transition, int limit) {
    Map<Integer, Pending> more = new LinkedHashMap<>(pending);
    more.put(id, transition);
    if (more.size() > limit) {
      more.remove(more.keySet().iterator().next());
    }
    return new PendingTransitions(Collections.unmodifiableMap(more), last);
  }

  PendingTransitions executed(int id) {
    Map<Integer, Pending> fewer = new LinkedHashMap<>(pending);
    fewer.remove(id);
    return new PendingTransitions(Collections.unmodifiableMap(fewer), id);
  }
}
