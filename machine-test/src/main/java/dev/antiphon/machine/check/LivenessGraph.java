package dev.antiphon.machine.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The graph of the steps in the environment of one {@link Liveness} property. Configurations are
 * numbers. The successors of a configuration are added when it is expanded, in the order of the
 * numbers.
 */
final class LivenessGraph<C, E> {
  private static final int UNKNOWN = -1;
  private static final int OPEN = -2;

  private final Liveness<C, E> liveness;
  private final IntList firstNext = new IntList();
  private final IntList nexts = new IntList();
  private final BitSet goals = new BitSet();
  private final BitSet starts = new BitSet();
  private Predicate<? super E> steps = event -> false;

  /** A path that breaks the property, with a description. */
  record Failure(String what, List<Integer> path) {
    int end() {
      return path.get(path.size() - 1);
    }
  }

  /**
   * The result of the check.
   *
   * @param longest the number of steps on the longest path to a goal
   */
  record Verdict(int longest, Optional<Failure> failure) {}

  LivenessGraph(Liveness<C, E> liveness) {
    this.liveness = liveness;
  }

  Liveness<C, E> liveness() {
    return liveness;
  }

  /** Starts the expansion of the next configuration. */
  void begin(C here) {
    int number = firstNext.size();
    firstNext.add(nexts.size());
    goals.set(number, liveness.isGoal(here));
    starts.set(number, liveness.isStart(here));
    steps = goals.get(number) ? event -> false : liveness.steps(here);
  }

  /** Adds a step from the configuration that is being expanded. */
  void step(E event, int to) {
    if (steps.test(event)) {
      nexts.add(to);
    }
  }

  /** Checks the property after all configurations were expanded. */
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

  /** Depth-first search without recursion. */
  private Optional<Failure> follow(int from, int[] longest) {
    IntList path = new IntList();
    IntList next = new IntList();
    push(from, path, next, longest);
    while (path.size() > 0) {
      int here = path.last();
      if (longest[here] >= 0) {
        pop(path, next);
      } else if (isStuck(here)) {
        return Optional.of(stuck(numbers(path, 0)));
      } else if (next.last() == firstNext.get(here + 1)) {
        longest[here] = longestFrom(here, longest);
        pop(path, next);
      } else {
        int there = nexts.get(next.last());
        next.setLast(next.last() + 1);
        if (longest[there] == OPEN) {
          return Optional.of(loop(there, path));
        }
        push(there, path, next, longest);
      }
    }
    return Optional.empty();
  }

  private boolean isStuck(int number) {
    return !goals.get(number) && firstNext.get(number) == firstNext.get(number + 1);
  }

  private void push(int number, IntList path, IntList next, int[] longest) {
    path.add(number);
    next.add(firstNext.get(number));
    if (longest[number] == UNKNOWN) {
      longest[number] = OPEN;
    }
  }

  private static void pop(IntList path, IntList next) {
    path.removeLast();
    next.removeLast();
  }

  private int longestFrom(int number, int[] longest) {
    int most = 0;
    for (int i = firstNext.get(number); i < firstNext.get(number + 1); i++) {
      most = Math.max(most, 1 + longest[nexts.get(i)]);
    }
    return most;
  }

  private Failure stuck(List<Integer> path) {
    return new Failure(liveness.environment() + ": the machine gets stuck in ", path);
  }

  /** The loop, with the path to it if no start configuration is on the loop. */
  private Failure loop(int again, IntList path) {
    int begin = 0;
    if (starts.get(again)) {
      while (path.get(begin) != again) {
        begin++;
      }
    }
    List<Integer> round = new ArrayList<>(numbers(path, begin));
    round.add(again);
    return new Failure(liveness.environment() + ": the machine can loop forever at ", round);
  }

  private static List<Integer> numbers(IntList path, int begin) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = begin; i < path.size(); i++) {
      numbers.add(path.get(i));
    }
    return numbers;
  }
}
