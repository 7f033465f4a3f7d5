package dev.antiphon.machine.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Distinct values, each kept once and numbered from 0, so that a few bits of a word stand for one.
 *
 * <p>Not safe for several threads.
 *
 * @param <T> the values
 */
public final class Pool<T> {
  private static final int MOST_BITS = 30;

  private final int bits;
  private final Map<T, Integer> numbers = new HashMap<>();
  private final List<T> values = new ArrayList<>();

  /**
   * An empty pool.
   *
   * @param bits how many bits a number takes: 1 to 30
   */
  public Pool(int bits) {
    if (bits < 1 || bits > MOST_BITS) {
      throw new IllegalArgumentException("bits of a number: 1 to " + MOST_BITS + ", not " + bits);
    }
    this.bits = bits;
  }

  /**
   * The number of that value; a new one if it is new.
   *
   * @throws IllegalStateException if there are more values than the bits can tell apart
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
              + ": give the pool more than "
              + bits
              + " bits");
    }
    values.add(value);
    numbers.put(value, number);
    return number;
  }

  /** The value of that number. */
  public T value(int number) {
    return values.get(number);
  }

  /** The word, moved up, with the number of that value in its lowest bits. */
  public long put(long word, T value) {
    return word << bits | number(value);
  }

  /** The value whose number stands in the lowest bits of that word. */
  public T get(long word) {
    return values.get((int) (word & (1L << bits) - 1));
  }
}
