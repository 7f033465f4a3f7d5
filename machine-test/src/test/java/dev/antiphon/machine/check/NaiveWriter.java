package dev.antiphon.machine.check;

import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.State;
import dev.antiphon.machine.check.RandomMachine.BitGuard;
import dev.antiphon.machine.check.RandomMachine.Line;
import dev.antiphon.machine.check.RandomMachine.MemoryAction;
import dev.antiphon.machine.check.RandomMachine.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A simple second writer of tables. It stores entries for each substate and event, and converts
 * them to rows at the end.
 */
final class NaiveWriter {
  private final List<Node> states;
  private final List<Entry> entries = new ArrayList<>();
  private Line kind;
  private Map<Node, Set<Node>> chosen = Map.of();
  private Map<Node, Set<State>> named = Map.of();
  private Optional<BitGuard> guard = Optional.empty();
  private List<Entry> last = List.of();

  /** One row, as it was written. */
  private record Entry(
      Line kind,
      Node top,
      List<Node> from,
      List<State> named,
      Optional<BitGuard> guard,
      Outcome outcome,
      Optional<Node> to,
      List<MemoryAction> actions) {}

  NaiveWriter(List<Node> states) {
    this.states = states;
  }

  void on(Line line) {
    kind = line;
    choose(List.of());
  }

  /** Returns whether the call is valid. */
  boolean in(List<Node> those) {
    return those.stream().noneMatch(one -> open(one).isEmpty()) && choose(those);
  }

  void elsewhere() {
    List<Node> those = new ArrayList<>();
    for (Node state : states) {
      Node top = (Node) state.superstate();
      boolean none = states.stream().filter(top.within()).noneMatch(this::isWritten);
      if (none && !those.contains(top)) {
        those.add(top);
      } else if (!none && !isWritten(state)) {
        those.add(state);
      }
    }
    choose(those);
  }

  void everywhere() {
    Set<Node> tops = new LinkedHashSet<>();
    states.stream().filter(this::isOpen).forEach(state -> tops.add((Node) state.superstate()));
    choose(List.copyOf(tops));
  }

  /** Whether a row can be written for a state that has no row without a guard yet. */
  boolean hasSomethingToDecide() {
    return chosen.values().stream().flatMap(Set::stream).anyMatch(this::isOpen);
  }

  /** A state of the next row. */
  Node anyTop(List<Node> tops) {
    return chosen.keySet().stream().findFirst().orElse(tops.get(0));
  }

  /** Whether the next row is for one state, or for substates of one state. */
  boolean isOneState() {
    return chosen.size() == 1;
  }

  boolean canBeIn(Node one) {
    return !open(one).isEmpty();
  }

  void guard(Optional<BitGuard> condition) {
    guard = condition;
    last = List.of();
  }

  /** Returns whether the call is valid. */
  boolean row(Outcome outcome, Optional<Node> to) {
    boolean strays =
        outcome == Outcome.INTERNAL
            && to.isPresent()
            && !chosen.keySet().stream().allMatch(to.get().superstate()::equals);
    if (chosen.isEmpty() || strays) {
      return false;
    }
    last = new ArrayList<>();
    chosen.forEach(
        (top, from) ->
            last.add(
                new Entry(
                    kind,
                    top,
                    states.stream().filter(from::contains).toList(),
                    List.copyOf(named.get(top)),
                    guard,
                    outcome,
                    to,
                    new ArrayList<>())));
    entries.addAll(last);
    return true;
  }

  /** Returns whether the call is valid. */
  boolean doing(List<MemoryAction> actions) {
    last.forEach(entry -> entry.actions().addAll(actions));
    return !last.isEmpty();
  }

  List<Row<Node, Line, BitGuard, MemoryAction>> rows() {
    Map<String, Integer> numbers = new HashMap<>();
    List<Row<Node, Line, BitGuard, MemoryAction>> rows = new ArrayList<>();
    for (Entry entry : entries) {
      String cell = entry.kind().line() + "." + entry.top().code();
      int number = numbers.getOrDefault(cell, 0) + 1;
      numbers.put(cell, number);
      rows.add(
          new Row<>(
              cell + "." + number,
              entry.kind(),
              new LinkedHashSet<>(entry.from()),
              entry.named(),
              entry.guard(),
              entry.outcome(),
              entry.to(),
              entry.actions(),
              ""));
    }
    return rows;
  }

  private boolean choose(List<Node> those) {
    chosen = new LinkedHashMap<>();
    named = new LinkedHashMap<>();
    for (Node one : those) {
      for (Node state : open(one)) {
        Node top = (Node) state.superstate();
        chosen.computeIfAbsent(top, first -> new LinkedHashSet<>()).add(state);
        named.computeIfAbsent(top, first -> new LinkedHashSet<>()).add(one);
      }
    }
    guard(Optional.empty());
    return true;
  }

  private List<Node> open(Node one) {
    return states.stream().filter(one.within()).filter(this::isOpen).toList();
  }

  private boolean isOpen(Node state) {
    return entries.stream()
        .noneMatch(
            entry ->
                entry.kind().equals(kind)
                    && entry.from().contains(state)
                    && entry.guard().isEmpty());
  }

  private boolean isWritten(Node state) {
    return entries.stream()
        .anyMatch(entry -> entry.kind().equals(kind) && entry.from().contains(state));
  }
}
