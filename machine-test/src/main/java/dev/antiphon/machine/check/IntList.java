package dev.antiphon.machine.check;

import java.util.Arrays;

/** A growable array of {@code int} values. */
final class IntList {
  private int[] values = new int[1 << 6];
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

  int last() {
    return values[size - 1];
  }

  void setLast(int value) {
    values[size - 1] = value;
  }

  void removeLast() {
    size--;
  }

  int size() {
    return size;
  }
}
