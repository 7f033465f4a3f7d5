package dev.antiphon.internal.connection;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Assigns numbers to secret values, from 1, in the order of their first use. Equal values get equal
 * numbers. So the flow can compare secrets without access to them. Only the last {@value
 * #REMEMBERED} numbered values are kept, and the value that was last read.
 */
final class NumberedSecrets<T> {
  private static final int REMEMBERED = 16;

  private final Map<Integer, T> values = new LinkedHashMap<>();
  private int last;
  private int read;
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
      forgetOne();
    }
    return last;
  }

  /** The value that was last read is in use, and a peer can send any number of other values. */
  private void forgetOne() {
    values.keySet().stream().filter(number -> number != read).findFirst().ifPresent(values::remove);
  }

  /** The stored values. */
  Collection<T> stored() {
    return Collections.unmodifiableCollection(values.values());
  }

  /** The value with this number, if it is still stored. */
  Optional<T> find(int number) {
    return Optional.ofNullable(values.get(number));
  }

  /** The value with this number. It is kept until another value is read. */
  T value(int number) {
    T value = values.get(number);
    if (value == null) {
      throw new IllegalStateException("number " + number + " is no longer in the vault");
    }
    read = number;
    return value;
  }

  /** Deletes all values. Later values get numbers, but are not stored. */
  void clear() {
    cleared = true;
    values.clear();
  }
}
