package dev.antiphon.machine.check;

import java.util.Arrays;

/**
 * A store for millions of configurations. Each configuration takes two words of 64 bits. A hash
 * table with open addressing finds it; each slot of the hash table takes four bytes.
 *
 * <p>A subclass writes the canonical form of a configuration (see {@link Store#by}) into two words
 * in {@link Store#add}, and reads it in {@link Store#get}. An {@link Interner} assigns a number to
 * each part of a configuration that can have only a few different values.
 *
 * @param <C> configurations
 */
public abstract class PackedStore<C> implements Store<C> {
  private static final int FREE = -1;

  private long[] upper = new long[1 << 10];
  private long[] lower = new long[1 << 10];
  private int[] slots = free(1 << 11);
  private int size;

  /** Creates an empty store. */
  protected PackedStore() {}

  @Override
  public final int size() {
    return size;
  }

  /** The first word of the configuration with this number. */
  protected final long high(int number) {
    return upper[number];
  }

  /** The second word of the configuration with this number. */
  protected final long low(int number) {
    return lower[number];
  }

  /** Returns the number of the configuration with these two words, and adds it if it is new. */
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

  /** The slot that contains this configuration, or the free slot for it. */
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
