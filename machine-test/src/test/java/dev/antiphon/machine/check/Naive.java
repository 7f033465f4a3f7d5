package dev.antiphon.machine.check;

import dev.antiphon.machine.Row;
import dev.antiphon.machine.check.MadeUp.Ask;
import dev.antiphon.machine.check.MadeUp.Deed;
import dev.antiphon.machine.check.MadeUp.Line;
import dev.antiphon.machine.check.MadeUp.Node;
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
 * A second implementation of all that {@link MadeUp} machines are asked, as simple as possible: it
 * looks through the list of rows, and computes with sets until nothing changes.
 */
final class Naive {
  private final MadeUp machine;

  Naive(MadeUp machine) {
    this.machine = machine;
  }

  /** The first row in the list that fits. */
  static Row<Node, Line, Ask, Deed> choose(
      List<Row<Node, Line, Ask, Deed>> rows, Node state, Line kind, Set<Ask> holding) {
    for (Row<Node, Line, Ask, Deed> row : rows) {
      if (row.event().equals(kind)
          && row.from().contains(state)
          && (row.guard().isEmpty() || holding.contains(row.guard().get()))) {
        return row;
      }
    }
    throw new AssertionError("no row for " + kind + " in " + state);
  }

  Row<Node, Line, Ask, Deed> row(Place<Node, Integer> here, Line kind) {
    Set<Ask> holding = new HashSet<>();
    for (Row<Node, Line, Ask, Deed> row : machine.rows()) {
      row.guard().filter(ask -> ask.holds(here.memory())).ifPresent(holding::add);
    }
    return choose(machine.rows(), here.state(), kind, holding);
  }

  Place<Node, Integer> after(Place<Node, Integer> here, Row<Node, Line, Ask, Deed> row) {
    int memory = here.memory();
    for (Deed deed : row.actions()) {
      memory = deed.of(memory, machine.modulus());
    }
    return new Place<>(row.to().isPresent() ? row.to().get() : here.state(), memory);
  }

  Place<Node, Integer> step(Place<Node, Integer> here, Line kind) {
    return after(here, row(here, kind));
  }

  Place<Node, Integer> follow(List<Line> events) {
    Place<Node, Integer> here = machine.first();
    for (Line event : events) {
      here = step(here, event);
    }
    return here;
  }

  /** All places that can be reached, by recursion. */
  Set<Place<Node, Integer>> reachable() {
    Set<Place<Node, Integer>> seen = new LinkedHashSet<>();
    visit(machine.first(), seen);
    return seen;
  }

  private void visit(Place<Node, Integer> here, Set<Place<Node, Integer>> seen) {
    if (seen.add(here)) {
      machine.kinds().forEach(kind -> visit(step(here, kind), seen));
    }
  }

  /** The fewest steps to each place: what is too many is lowered until nothing changes. */
  Map<Place<Node, Integer>, Integer> distances() {
    Map<Place<Node, Integer>, Integer> distances = new HashMap<>();
    distances.put(machine.first(), 0);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Place<Node, Integer> here : List.copyOf(distances.keySet())) {
        for (Line kind : machine.kinds()) {
          Place<Node, Integer> there = step(here, kind);
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
   * The most steps from each place to a goal, if every way of the world comes to one: a place is
   * added when all that follow it have been, until nothing changes.
   */
  Map<Place<Node, Integer>, Integer> longestWays(World world, Set<Place<Node, Integer>> goals) {
    Map<Place<Node, Integer>, Integer> longest = new LinkedHashMap<>();
    goals.forEach(goal -> longest.put(goal, 0));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Place<Node, Integer> here : reachable()) {
        if (!longest.containsKey(here)) {
          Optional<Integer> most = most(successors(here, world), longest);
          most.ifPresent(steps -> longest.put(here, steps + 1));
          changed |= most.isPresent();
        }
      }
    }
    return longest;
  }

  /** What happens in some world. */
  interface World {
    boolean happens(Place<Node, Integer> here, Line kind);
  }

  List<Place<Node, Integer>> successors(Place<Node, Integer> here, World world) {
    List<Place<Node, Integer>> there = new ArrayList<>();
    for (Line kind : machine.kinds()) {
      if (world.happens(here, kind)) {
        there.add(step(here, kind));
      }
    }
    return there;
  }

  private static Optional<Integer> most(
      List<Place<Node, Integer>> places, Map<Place<Node, Integer>, Integer> longest) {
    return longest.keySet().containsAll(places)
        ? places.stream().map(longest::get).max(Integer::compare)
        : Optional.empty();
  }
}
