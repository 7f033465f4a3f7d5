package dev.antiphon.machine.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The steps of one {@link Liveness} world, as numbers: the successors of a configuration are noted
 * when it is expanded, in the order of the numbers.
 */
final class Ways<C, E> {
  private static final int UNKNOWN = -1;
  private static final int OPEN = -2;

  private final Liveness<C, E> liveness;
  private final Ints firstNext = new Ints();
  private final Ints nexts = new Ints();
  private final BitSet goals = new BitSet();
  private final BitSet starts = new BitSet();
  private Predicate<? super E> steps = event -> false;

  /** What goes wrong on a way, whose configurations follow one another. */
  record Failure(String what, List<Integer> way) {
    int end() {
      return way.get(way.size() - 1);
    }
  }

  /**
   * What was found.
   *
   * @param longest the most steps that a way takes to a goal
   */
  record Verdict(int longest, Optional<Failure> failure) {}

  Ways(Liveness<C, E> liveness) {
    this.liveness = liveness;
  }

  Liveness<C, E> liveness() {
    return liveness;
  }

  /** The configuration whose number comes next is being expanded. */
  void begin(C here) {
    int number = firstNext.size();
    firstNext.add(nexts.size());
    goals.set(number, liveness.isGoal(here));
    starts.set(number, liveness.isStart(here));
    steps = goals.get(number) ? event -> false : liveness.steps(here);
  }

  /** The configuration that is being expanded has a step to that one. */
  void step(E event, int to) {
    if (steps.test(event)) {
      nexts.add(to);
    }
  }

  /** All configurations have been expanded. */
  Verdict judge() {
    int size = firstNext.size();
    firstNext.add(nexts.size());
    for (int number = starts.nextSetBit(0); number >= 0; number = starts.nextSetBit(number + 1)) {
      if (isStuck(number)) {
        return new Verdict(0, Optional.of(stuck(List.of(number))));
      }
    }
    int[] longest = new int[size];
    Arrays.fill(longest, UNKNOWN);
    int most = 0;
    for (int number = starts.nextSetBit(0); number >= 0; number = starts.nextSetBit(number + 1)) {
      Optional<Failure> failure = follow(number, longest);
      if (failure.isPresent()) {
        return new Verdict(most, failure);
      }
      most = Math.max(most, longest[number]);
    }
    return new Verdict(most, Optional.empty());
  }

  /** Depth first, without recursion. */
  private Optional<Failure> follow(int from, int[] longest) {
    Ints way = new Ints();
    Ints next = new Ints();
    push(from, way, next, longest);
    while (way.size() > 0) {
      int here = way.last();
      if (longest[here] >= 0) {
        pop(way, next);
      } else if (isStuck(here)) {
        return Optional.of(stuck(numbers(way, 0)));
      } else if (next.last() == firstNext.get(here + 1)) {
        longest[here] = longestFrom(here, longest);
        pop(way, next);
      } else {
        int there = nexts.get(next.last());
        next.setLast(next.last() + 1);
        if (longest[there] == OPEN) {
          return Optional.of(circle(there, way));
        }
        push(there, way, next, longest);
      }
    }
    return Optional.empty();
  }

  private boolean isStuck(int number) {
    return !goals.get(number) && firstNext.get(number) == firstNext.get(number + 1);
  }

  private void push(int number, Ints way, Ints next, int[] longest) {
    way.add(number);
    next.add(firstNext.get(number));
    if (longest[number] == UNKNOWN) {
      longest[number] = OPEN;
    }
  }

  private static void pop(Ints way, Ints next) {
    way.removeLast();
    next.removeLast();
  }

  private int longestFrom(int number, int[] longest) {
    int most = 0;
    for (int i = firstNext.get(number); i < firstNext.get(number + 1); i++) {
      most = Math.max(most, 1 + longest[nexts.get(i)]);
    }
    return most;
  }

  private Failure stuck(List<Integer> way) {
    return new Failure(liveness.world() + " stays in ", way);
  }

  /** Only the circle itself, if ways are asked about that begin on it. */
  private Failure circle(int again, Ints way) {
    int begin = 0;
    if (starts.get(again)) {
      while (way.get(begin) != again) {
        begin++;
      }
    }
    List<Integer> round = new ArrayList<>(numbers(way, begin));
    round.add(again);
    return new Failure(liveness.world() + " comes again and again to ", round);
  }

  private static List<Integer> numbers(Ints way, int begin) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = begin; i < way.size(); i++) {
      numbers.add(way.get(i));
    }
    return numbers;
  }
}
