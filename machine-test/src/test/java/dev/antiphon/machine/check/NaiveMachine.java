package dev.antiphon.machine.check;

import dev.antiphon.machine.Row;
import dev.antiphon.machine.check.RandomMachine.BitGuard;
import dev.antiphon.machine.check.RandomMachine.Line;
import dev.antiphon.machine.check.RandomMachine.MemoryAction;
import dev.antiphon.machine.check.RandomMachine.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A second implementation of {@link RandomMachine}, as simple as possible. It searches the list of
 * rows and repeats computations on sets until nothing changes.
 */
final class NaiveMachine {
  private final RandomMachine machine;

  NaiveMachine(RandomMachine machine) {
    this.machine = machine;
  }

  /** The first row in the list that matches. */
  static Row<Node, Line, BitGuard, MemoryAction> choose(
      List<Row<Node, Line, BitGuard, MemoryAction>> rows,
      Node state,
      Line kind,
      Set<BitGuard> holding) {
    for (Row<Node, Line, BitGuard, MemoryAction> row : rows) {
      if (row.event().equals(kind)
          && row.from().contains(state)
          && (row.guard().isEmpty() || holding.contains(row.guard().get()))) {
        return row;
      }
    }
    throw new AssertionError("no row for " + kind + " in " + state);
  }

  Row<Node, Line, BitGuard, MemoryAction> row(StateAndMemory<Node, Integer> here, Line kind) {
    Set<BitGuard> holding = new HashSet<>();
    for (Row<Node, Line, BitGuard, MemoryAction> row : machine.rows()) {
      row.guard().filter(guard -> guard.holds(here.memory())).ifPresent(holding::add);
    }
    return choose(machine.rows(), here.state(), kind, holding);
  }

  StateAndMemory<Node, Integer> after(
      StateAndMemory<Node, Integer> here, Row<Node, Line, BitGuard, MemoryAction> row) {
    int memory = here.memory();
    for (MemoryAction action : row.actions()) {
      memory = action.of(memory, machine.modulus());
    }
    return new StateAndMemory<>(row.to().isPresent() ? row.to().get() : here.state(), memory);
  }

  StateAndMemory<Node, Integer> step(StateAndMemory<Node, Integer> here, Line kind) {
    return after(here, row(here, kind));
  }

  StateAndMemory<Node, Integer> follow(List<Line> events) {
    StateAndMemory<Node, Integer> here = machine.first();
    for (Line event : events) {
      here = step(here, event);
    }
    return here;
  }

  /** All reachable configurations, found by recursion. */
  Set<StateAndMemory<Node, Integer>> reachable() {
    Set<StateAndMemory<Node, Integer>> seen = new LinkedHashSet<>();
    visit(machine.first(), seen);
    return seen;
  }

  private void visit(StateAndMemory<Node, Integer> here, Set<StateAndMemory<Node, Integer>> seen) {
    if (seen.add(here)) {
      machine.kinds().forEach(kind -> visit(step(here, kind), seen));
    }
  }

  /**
   * The smallest number of steps to each configuration. Larger numbers are lowered until nothing
   * changes.
   */
  Map<StateAndMemory<Node, Integer>, Integer> distances() {
    Map<StateAndMemory<Node, Integer>, Integer> distances = new HashMap<>();
    distances.put(machine.first(), 0);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (StateAndMemory<Node, Integer> here : List.copyOf(distances.keySet())) {
        for (Line kind : machine.kinds()) {
          StateAndMemory<Node, Integer> there = step(here, kind);
          int by = distances.get(here) + 1;
          if (distances.getOrDefault(there, Integer.MAX_VALUE) > by) {
            distances.put(there, by);
            changed = true;
          }
        }
      }
    }
    return distances;
  }

  /**
   * The length of the longest path from each configuration to a goal, if every path in the
   * environment reaches a goal. A configuration is added after all its successors, until nothing
   * changes.
   */
  Map<StateAndMemory<Node, Integer>, Integer> longestPaths(
      Environment environment, Set<StateAndMemory<Node, Integer>> goals) {
    Map<StateAndMemory<Node, Integer>, Integer> longest = new LinkedHashMap<>();
    goals.forEach(goal -> longest.put(goal, 0));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (StateAndMemory<Node, Integer> here : reachable()) {
        if (!longest.containsKey(here)) {
          Optional<Integer> most = most(successors(here, environment), longest);
          most.ifPresent(steps -> longest.put(here, steps + 1));
          changed |= most.isPresent();
        }
      }
    }
    return longest;
  }

  /** Selects the events that an environment can send. */
  interface Environment {
    boolean happens(StateAndMemory<Node, Integer> here, Line kind);
  }

  List<StateAndMemory<Node, Integer>> successors(
      StateAndMemory<Node, Integer> here, Environment environment) {
    List<StateAndMemory<Node, Integer>> there = new ArrayList<>();
    for (Line kind : machine.kinds()) {
      if (environment.happens(here, kind)) {
        there.add(step(here, kind));
      }
    }
    return there;
  }

  private static Optional<Integer> most(
      List<StateAndMemory<Node, Integer>> successors,
      Map<StateAndMemory<Node, Integer>, Integer> longest) {
    return longest.keySet().containsAll(successors)
        ? successors.stream().map(longest::get).max(Integer::compare)
        : Optional.empty();
  }
}
