package dev.antiphon.internal.connection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers secrets in the order of their first appearance, so that the flow can tell "same" from
 * "new" without seeing one. Remembers the last few; equal values have equal ordinals, from 1.
 */
final class Ordinals<T> {
  private static final int REMEMBERED = 16;

  private final Map<Integer, T> values = new LinkedHashMap<>();
  private int last;
  private boolean cleared;

  int of(T value) {
    for (Map.Entry<Integer, T> known : values.entrySet()) {
      if (known.getValue().equals(value)) {
        int ordinal = known.getKey();
        values.remove(ordinal);
        values.put(ordinal, value);
        return ordinal;
      }
    }
    last++;
    if (cleared) {
      return last;
    }
    values.put(last, value);
    if (values.size() > REMEMBERED) {
      values.remove(values.keySet().iterator().next());
    }
    return last;
  }

  /** Whether the text holds one of the values. */
  boolean anyIn(String text) {
    return values.values().stream().map(String::valueOf).anyMatch(text::contains);
  }

  /** The value of that ordinal, while it is remembered. */
  Optional<T> find(int ordinal) {
    return Optional.ofNullable(values.get(ordinal));
  }

  T value(int ordinal) {
    T value = values.get(ordinal);
    if (value == null) {
      throw new IllegalStateException("ordinal " + ordinal + " is not in the vault any more");
    }
    return value;
  }

  /** Forgets the values, and keeps none from now on. */
  void clear() {
    cleared = true;
    values.clear();
  }
}
