package dev.antiphon.dave;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The transitions that were announced but not executed, in the order of their announcement.
 *
 * @param pending the transitions by their ids
 * @param last the id of the last executed transition; 0 if there is none
 */
record PendingTransitions(Map<Integer, Pending> pending, int last) {

  static final PendingTransitions NONE = new PendingTransitions(Map.of(), 0);

  /**
   * The result of a transition.
   *
   * @param version the protocol version after the transition; if it is 0 and there are keys, the
   *     active version does not change
   * @param keys the serial number of the keys for sending; absent if the transition has no keys
   */
  record Pending(int version, OptionalInt keys) {}

  boolean isEmpty() {
    return pending.isEmpty();
  }

  boolean isPending(int id) {
    return pending.containsKey(id);
  }

  /**
   * Whether we have answered the transition: it is pending, or it was the last one executed.
   * Transition 0 is never answered.
   */
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
