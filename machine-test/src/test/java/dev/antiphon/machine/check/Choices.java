package dev.antiphon.machine.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Choices that are derived from random numbers of jqwik. After the last number every choice is the
 * first alternative. Therefore a shorter list gives a simpler case, and jqwik can shrink a failure
 * to the simplest case.
 */
final class Choices {
  private final List<Integer> numbers;
  private int place;

  Choices(List<Integer> numbers) {
    this.numbers = List.copyOf(numbers);
  }

  /** A number from 0 to {@code bound} - 1. */
  int below(int bound) {
    return place < numbers.size() ? numbers.get(place++) % bound : 0;
  }

  /** A number from {@code least} to {@code most}, inclusive. */
  int between(int least, int most) {
    return least + below(most - least + 1);
  }

  /** True with a probability of {@code inTen} in ten. */
  boolean chance(int inTen) {
    return below(10) >= 10 - inTen;
  }

  /** True with a probability of one in forty. */
  boolean rarely() {
    return below(40) == 39;
  }

  <T> T one(List<T> of) {
    return of.get(below(of.size()));
  }

  /** Some elements, at least one, in their order. */
  <T> Set<T> some(List<T> of) {
    List<T> chosen = new ArrayList<>(of);
    chosen.removeIf(one -> chance(4));
    return chosen.isEmpty() ? Set.of(of.get(0)) : new LinkedHashSet<>(chosen);
  }
}
