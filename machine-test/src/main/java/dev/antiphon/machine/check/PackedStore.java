package dev.antiphon.machine.check;

import java.util.Arrays;

/**
 * A store for millions of configurations: each takes two words, and four bytes for every slot of
 * the hash table that finds it by open addressing.
 *
 * <p>A subclass writes a canonical configuration into the words, in {@link Store#add}, and reads it
 * from them, in {@link Store#get}; a {@link Pool} numbers parts of it that have few values.
 *
 * @param <C> configurations
 */
public abstract class PackedStore<C> implements Store<C> {
  private static final int FREE = -1;

  private long[] upper = new long[1 << 10];
  private long[] lower = new long[1 << 10];
  private int[] slots = free(1 << 11);
  private int size;

  /** An empty store. */
  protected PackedStore() {}

  @Override
  public final int size() {
    return size;
  }

  /** The first word of that configuration. */
  protected final long high(int number) {
    return upper[number];
  }

  /** The second word of that configuration. */
  protected final long low(int number) {
    return lower[number];
  }

  /** The number of the configuration that is written as these two words; a new one if it is new. */
  protected final int add(long high, long low) {
    int slot = slotOf(high, low);
    if (slots[slot] != FREE) {
      return slots[slot];
    }
    if (size == upper.length) {
      grow();
      slot = slotOf(high, low);
    }
    upper[size] = high;
    lower[size] = low;
    slots[slot] = size;
    return size++;
  }

  private void grow() {
    upper = Arrays.copyOf(upper, 2 * size);
    lower = Arrays.copyOf(lower, 2 * size);
    slots = free(4 * size);
    for (int number = 0; number < size; number++) {
      slots[slotOf(upper[number], lower[number])] = number;
    }
  }

  /** Where that configuration is, or would be. */
  private int slotOf(long high, long low) {
    long mixed = (high ^ Long.rotateLeft(low, 32) * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    int slot = (int) (mixed >>> 33) & slots.length - 1;
    while (slots[slot] != FREE && (upper[slots[slot]] != high || lower[slots[slot]] != low)) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private static int[] free(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, FREE);
    return slots;
  }
}
