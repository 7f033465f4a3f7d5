package dev.antiphon.internal.connection;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Assigns numbers to secret values, from 1, in the order of their first use. Equal values get equal
 * numbers. So the flow can compare secrets without access to them. Only the last {@value
 * #REMEMBERED} used values are kept.
 */
final class NumberedSecrets<T> {
  private static final int REMEMBERED = 16;

  private final Map<Integer, T> values = new LinkedHashMap<>();
  private int last;
  private boolean cleared;

  int numberOf(T value) {
    for (Map.Entry<Integer, T> known : values.entrySet()) {
      if (known.getValue().equals(value)) {
        int number = known.getKey();
        values.remove(number);
        values.put(number, value);
        return number;
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

  /** The stored values. */
  Collection<T> stored() {
    return Collections.unmodifiableCollection(values.values());
  }

  /** The value with this number, if it is still stored. */
  Optional<T> find(int number) {
    return Optional.ofNullable(values.get(number));
  }

  T value(int number) {
    T value = values.get(number);
    if (value == null) {
      throw new IllegalStateException("number " + number + " is no longer in the vault");
    }
    return value;
  }

  /** Deletes all values. Later values get numbers, but are not stored. */
  void clear() {
    cleared = true;
    values.clear();
  }
}
