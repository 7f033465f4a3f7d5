package dev.antiphon.machine.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Numbers that jqwik has drawn, to make choices by. When they are used up every choice is the
 * first; so a shorter list makes a simpler thing, and jqwik finds the simplest that fails.
 */
final class Tape {
  private final List<Integer> numbers;
  private int place;

  Tape(List<Integer> numbers) {
    this.numbers = List.copyOf(numbers);
  }

  /** A number from 0 to below that. */
  int below(int bound) {
    return place < numbers.size() ? numbers.get(place++) % bound : 0;
  }

  /** A number of that range, both ends included. */
  int between(int least, int most) {
    return least + below(most - least + 1);
  }

  /** Whether something happens that happens so many times in ten. */
  boolean chance(int inTen) {
    return below(10) >= 10 - inTen;
  }

  /** Whether something happens that happens once in forty. */
  boolean rarely() {
    return below(40) == 39;
  }

  <T> T one(List<T> of) {
    return of.get(below(of.size()));
  }

  /** Some of them, at least one, in their order. */
  <T> Set<T> some(List<T> of) {
    List<T> chosen = new ArrayList<>(of);
    chosen.removeIf(one -> chance(4));
    return chosen.isEmpty() ? Set.of(of.get(0)) : new LinkedHashSet<>(chosen);
  }
}
