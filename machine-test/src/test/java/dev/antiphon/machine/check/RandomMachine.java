package dev.antiphon.machine.check;

import dev.antiphon.machine.Kind;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.State;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.Titled;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomDistribution;

/**
 * A random machine that jqwik generates: a few states, some with substates, and rows for all of
 * them. Its memory is a number below {@code modulus}.
 *
 * @param states all states without substates
 * @param kinds the kinds of events
 * @param rows the rows of a total table
 * @param modulus the number of memories
 */
record RandomMachine(
    List<Node> states,
    List<Line> kinds,
    List<Row<Node, Line, BitGuard, MemoryAction>> rows,
    int modulus) {
  private static final int MOST_CHOICES = 250;
  private static final int LARGEST = 997;

  /** A state, or a substate of another state. */
  record Node(String title, String code, Optional<Node> parent) implements State {
    @Override
    public State superstate() {
      return parent.isPresent() ? parent.get() : this;
    }

    /** Selects this state and its substates. */
    Predicate<Node> within() {
      return state -> state.equals(this) || state.superstate().equals(this);
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /** A kind of event. */
  record Line(String line, String title) implements Kind {
    @Override
    public String toString() {
      return line;
    }
  }

  /** A guard that holds for the memories whose bits are set. */
  record BitGuard(String title, int bits) implements Titled {
    boolean holds(int memory) {
      return (bits >>> memory & 1) == 1;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /** An action that computes a new memory. */
  record MemoryAction(String title, int factor, int more) implements Titled {
    int of(int memory, int modulus) {
      return (memory * factor + more) % modulus;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /** The states, events, guards and actions of a machine, without its rows. */
  record Vocabulary(
      List<Node> states, List<Line> kinds, List<BitGuard> guards, List<MemoryAction> actions) {
    List<Node> tops() {
      return states.stream().map(state -> (Node) state.superstate()).distinct().toList();
    }

    List<Node> within(Node top) {
      return states.stream().filter(state -> state.superstate().equals(top)).toList();
    }
  }

  static Arbitrary<RandomMachine> any() {
    return choiceLists().map(RandomMachine::of);
  }

  static Arbitrary<Choices> choiceLists() {
    return Arbitraries.integers()
        .between(0, LARGEST)
        .list()
        .ofMaxSize(MOST_CHOICES)
        .withSizeDistribution(RandomDistribution.uniform())
        .map(Choices::new);
  }

  static RandomMachine of(Choices choices) {
    Vocabulary vocabulary = vocabulary(choices);
    List<Row<Node, Line, BitGuard, MemoryAction>> rows = new ArrayList<>();
    for (Node top : vocabulary.tops()) {
      for (Line kind : vocabulary.kinds()) {
        rows.addAll(cell(choices, vocabulary, top, kind));
      }
    }
    return new RandomMachine(vocabulary.states(), vocabulary.kinds(), rows, choices.between(1, 4));
  }

  static Vocabulary vocabulary(Choices choices) {
    List<Node> states = new ArrayList<>();
    int tops = choices.between(1, 3);
    for (int i = 0; i < tops; i++) {
      Node top = new Node("top" + i, "T" + i, Optional.empty());
      int inside = choices.below(4);
      states.addAll(
          inside == 0
              ? List.of(top)
              : numbered(inside, n -> new Node(top.title + "." + n, top.code, Optional.of(top))));
    }
    return new Vocabulary(
        states,
        numbered(choices.between(1, 3), n -> new Line("K" + n, "kind " + n)),
        numbered(choices.between(1, 3), n -> new BitGuard("guard " + n, choices.below(16))),
        numbered(
            choices.between(1, 3),
            n -> new MemoryAction("action " + n, choices.below(4), choices.between(1, 3))));
  }

  /** Creates rows until each substate has a row without a guard. */
  private static List<Row<Node, Line, BitGuard, MemoryAction>> cell(
      Choices choices, Vocabulary vocabulary, Node top, Line kind) {
    List<Row<Node, Line, BitGuard, MemoryAction>> rows = new ArrayList<>();
    List<Node> open = new ArrayList<>(vocabulary.within(top));
    while (!open.isEmpty()) {
      boolean whole = choices.chance(4);
      Set<Node> from = whole ? new LinkedHashSet<>(open) : choices.some(open);
      List<State> named = whole ? List.of(top) : List.copyOf(from);
      Optional<BitGuard> guard =
          choices.chance(5) && rows.size() < 6
              ? Optional.of(choices.one(vocabulary.guards()))
              : Optional.empty();
      if (guard.isEmpty()) {
        open.removeAll(from);
      }
      String id = kind.line + "." + top.code + "." + (rows.size() + 1);
      Row<Node, Line, BitGuard, MemoryAction> row =
          row(choices, vocabulary, top, id, kind, from, guard);
      rows.add(named(row, named));
    }
    return rows;
  }

  private static Row<Node, Line, BitGuard, MemoryAction> row(
      Choices choices,
      Vocabulary vocabulary,
      Node top,
      String id,
      Line kind,
      Set<Node> from,
      Optional<BitGuard> guard) {
    Outcome outcome = choices.one(List.of(Outcome.values()));
    Optional<Node> to =
        switch (outcome) {
          case TRANSITION -> Optional.of(choices.one(vocabulary.states()));
          case INTERNAL ->
              choices.chance(3)
                  ? Optional.of(choices.one(vocabulary.within(top)))
                  : Optional.empty();
          default -> Optional.empty();
        };
    List<MemoryAction> actions = new ArrayList<>();
    while (outcome != Outcome.IGNORED && actions.size() < 3 && choices.chance(4)) {
      actions.add(choices.one(vocabulary.actions()));
    }
    return new Row<>(id, kind, from, List.copyOf(from), guard, outcome, to, actions, "");
  }

  private static Row<Node, Line, BitGuard, MemoryAction> named(
      Row<Node, Line, BitGuard, MemoryAction> row, List<State> named) {
    return new Row<>(
        row.id(),
        row.event(),
        row.from(),
        named,
        row.guard(),
        row.outcome(),
        row.to(),
        row.actions(),
        row.note());
  }

  private static <T> List<T> numbered(int many, IntFunction<T> make) {
    return IntStream.range(0, many).mapToObj(make).toList();
  }

  Table<Node, Line, BitGuard, MemoryAction> table() {
    return Table.of(states, kinds, rows);
  }

  StateAndMemory<Node, Integer> first() {
    return new StateAndMemory<>(states.get(0), 0);
  }

  /** The machine in an environment that can send every event in every configuration. */
  TableModel<Node, Line, BitGuard, MemoryAction, Integer> model() {
    return TableModel.of(
        table(),
        first(),
        (guard, memory) -> guard.holds(memory),
        (action, memory) -> action.of(memory, modulus));
  }
}
