package dev.antiphon.machine.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores each distinct value once and numbers the values from 0, so that a few bits of a word can
 * represent a value.
 *
 * <p>Not thread-safe.
 *
 * @param <T> the values
 */
public final class Interner<T> {
  private static final int MOST_BITS = 30;

  private final int bits;
  private final Map<T, Integer> numbers = new HashMap<>();
  private final List<T> values = new ArrayList<>();

  /**
   * Creates an empty interner.
   *
   * @param bits how many bits represent a value: 1 to 30
   */
  public Interner(int bits) {
    if (bits < 1 || bits > MOST_BITS) {
      throw new IllegalArgumentException(
          "expected 1 to " + MOST_BITS + " bits for a number, but got " + bits);
    }
    this.bits = bits;
  }

  /**
   * Returns the number of this value, and adds the value if it is new.
   *
   * @throws IllegalStateException if there are more values than the bits can represent
   */
  public int number(T value) {
    Integer known = numbers.get(value);
    if (known != null) {
      return known;
    }
    int number = values.size();
    if (number >= 1 << bits) {
      throw new IllegalStateException(
          "more than "
              + number
              + " distinct values such as "
              + value
              + ": create the interner with more than "
              + bits
              + " bits");
    }
    values.add(value);
    numbers.put(value, number);
    return number;
  }

  /** The value with this number. */
  public T value(int number) {
    return values.get(number);
  }

  /** Shifts the word to the left and writes the number of this value into its lowest bits. */
  public long put(long word, T value) {
    return word << bits | number(value);
  }

  /** The value whose number is in the lowest bits of this word. */
  public T get(long word) {
    return values.get((int) (word & (1L << bits) - 1));
  }
}
