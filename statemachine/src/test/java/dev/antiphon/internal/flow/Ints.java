package dev.antiphon.internal.flow;

import java.util.Arrays;

/** A list of numbers that takes no more room than they do. */
final class Ints {
  private int[] values = new int[1 << 10];
  private int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  int get(int index) {
    return values[index];
  }

  void set(int index, int value) {
    values[index] = value;
  }

  int last() {
    return values[size - 1];
  }

  void removeLast() {
    size--;
  }

  int size() {
    return size;
  }
}
