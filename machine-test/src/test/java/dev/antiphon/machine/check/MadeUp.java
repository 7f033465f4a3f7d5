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
 * A machine that jqwik makes up: a few states, some with substates, and rows for all of them. Its
 * memory is a number below {@code modulus}.
 *
 * @param states all that have no substates
 * @param kinds of events
 * @param rows of a table that is total
 * @param modulus how many memories there are
 */
record MadeUp(
    List<Node> states, List<Line> kinds, List<Row<Node, Line, Ask, Deed>> rows, int modulus) {
  private static final int LONGEST_TAPE = 250;
  private static final int LARGEST = 997;

  /** A state, or a substate of another one. */
  record Node(String title, String code, Optional<Node> parent) implements State {
    @Override
    public State superstate() {
      return parent.isPresent() ? parent.get() : this;
    }

    /** What this state is, or contains. */
    Predicate<Node> within() {
      return state -> state.equals(this) || state.superstate().equals(this);
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /** A kind of events. */
  record Line(String line, String title) implements Kind {
    @Override
    public String toString() {
      return line;
    }
  }

  /** Holds for the memories whose bits are set. */
  record Ask(String title, int bits) implements Titled {
    boolean holds(int memory) {
      return (bits >>> memory & 1) == 1;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /** Gives another memory. */
  record Deed(String title, int factor, int more) implements Titled {
    int of(int memory, int modulus) {
      return (memory * factor + more) % modulus;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /** The words of a machine, without its rows. */
  record Words(List<Node> states, List<Line> kinds, List<Ask> guards, List<Deed> actions) {
    List<Node> tops() {
      return states.stream().map(state -> (Node) state.superstate()).distinct().toList();
    }

    List<Node> within(Node top) {
      return states.stream().filter(state -> state.superstate().equals(top)).toList();
    }
  }

  static Arbitrary<MadeUp> any() {
    return tapes().map(MadeUp::of);
  }

  static Arbitrary<Tape> tapes() {
    return Arbitraries.integers()
        .between(0, LARGEST)
        .list()
        .ofMaxSize(LONGEST_TAPE)
        .withSizeDistribution(RandomDistribution.uniform())
        .map(Tape::new);
  }

  static MadeUp of(Tape tape) {
    Words words = words(tape);
    List<Row<Node, Line, Ask, Deed>> rows = new ArrayList<>();
    for (Node top : words.tops()) {
      for (Line kind : words.kinds()) {
        rows.addAll(cell(tape, words, top, kind));
      }
    }
    return new MadeUp(words.states(), words.kinds(), rows, tape.between(1, 4));
  }

  static Words words(Tape tape) {
    List<Node> states = new ArrayList<>();
    int tops = tape.between(1, 3);
    for (int i = 0; i < tops; i++) {
      Node top = new Node("top" + i, "T" + i, Optional.empty());
      int inside = tape.below(4);
      states.addAll(
          inside == 0
              ? List.of(top)
              : numbered(inside, n -> new Node(top.title + "." + n, top.code, Optional.of(top))));
    }
    return new Words(
        states,
        numbered(tape.between(1, 3), n -> new Line("K" + n, "kind " + n)),
        numbered(tape.between(1, 3), n -> new Ask("guard " + n, tape.below(16))),
        numbered(
            tape.between(1, 3), n -> new Deed("deed " + n, tape.below(4), tape.between(1, 3))));
  }

  /** Rows for all substates, until a row without a guard has decided each. */
  private static List<Row<Node, Line, Ask, Deed>> cell(
      Tape tape, Words words, Node top, Line kind) {
    List<Row<Node, Line, Ask, Deed>> rows = new ArrayList<>();
    List<Node> open = new ArrayList<>(words.within(top));
    while (!open.isEmpty()) {
      boolean whole = tape.chance(4);
      Set<Node> from = whole ? new LinkedHashSet<>(open) : tape.some(open);
      List<State> named = whole ? List.of(top) : List.copyOf(from);
      Optional<Ask> guard =
          tape.chance(5) && rows.size() < 6
              ? Optional.of(tape.one(words.guards()))
              : Optional.empty();
      if (guard.isEmpty()) {
        open.removeAll(from);
      }
      String id = kind.line + "." + top.code + "." + (rows.size() + 1);
      Row<Node, Line, Ask, Deed> row = row(tape, words, top, id, kind, from, guard);
      rows.add(named(row, named));
    }
    return rows;
  }

  private static Row<Node, Line, Ask, Deed> row(
      Tape tape, Words words, Node top, String id, Line kind, Set<Node> from, Optional<Ask> guard) {
    Outcome outcome = tape.one(List.of(Outcome.values()));
    Optional<Node> to =
        switch (outcome) {
          case TRANSITION -> Optional.of(tape.one(words.states()));
          case INTERNAL ->
              tape.chance(3) ? Optional.of(tape.one(words.within(top))) : Optional.empty();
          default -> Optional.empty();
        };
    List<Deed> actions = new ArrayList<>();
    while (outcome != Outcome.IGNORED && actions.size() < 3 && tape.chance(4)) {
      actions.add(tape.one(words.actions()));
    }
    return new Row<>(id, kind, from, List.copyOf(from), guard, outcome, to, actions, "");
  }

  private static Row<Node, Line, Ask, Deed> named(
      Row<Node, Line, Ask, Deed> row, List<State> named) {
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

  Table<Node, Line, Ask, Deed> table() {
    return Table.of(states, kinds, rows);
  }

  Place<Node, Integer> first() {
    return new Place<>(states.get(0), 0);
  }

  /** The machine, in a world that can do everything everywhere. */
  TableModel<Node, Line, Ask, Deed, Integer> model() {
    return TableModel.of(
        table(),
        first(),
        (ask, memory) -> ask.holds(memory),
        (deed, memory) -> deed.of(memory, modulus));
  }
}
