package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.machine.Row;
import dev.antiphon.machine.State;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.TableException;
import dev.antiphon.machine.VisitedRows;
import dev.antiphon.machine.check.RandomMachine.BitGuard;
import dev.antiphon.machine.check.RandomMachine.Line;
import dev.antiphon.machine.check.RandomMachine.MemoryAction;
import dev.antiphon.machine.check.RandomMachine.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A table decides like a list of rows that is searched from the top. */
class TablePropertiesTest {

  @Provide
  Arbitrary<RandomMachine> machines() {
    return RandomMachine.any();
  }

  @Provide
  Arbitrary<Choices> choiceLists() {
    return RandomMachine.choiceLists();
  }

  @Property
  void chooseReturnsTheFirstMatchingRow(@ForAll("machines") RandomMachine machine) {
    Table<Node, Line, BitGuard, MemoryAction> table = machine.table();
    List<BitGuard> guards = guards(machine);
    for (int bits = 0; bits < 1 << guards.size(); bits++) {
      Set<BitGuard> holding = new HashSet<>();
      for (int i = 0; i < guards.size(); i++) {
        if ((bits >>> i & 1) == 1) {
          holding.add(guards.get(i));
        }
      }
      for (Node state : machine.states()) {
        for (Line kind : machine.kinds()) {
          assertThat(table.choose(state, kind, holding::contains))
              .isEqualTo(NaiveMachine.choose(machine.rows(), state, kind, holding));
        }
      }
    }
  }

  /** A valid table is damaged or left unchanged, and then checked. */
  @Property
  void tableIsCreatedIfAndOnlyIfItsRowsAreValid(@ForAll("choiceLists") Choices choices) {
    RandomMachine machine = RandomMachine.of(choices);
    List<Row<Node, Line, BitGuard, MemoryAction>> rows = damaged(machine, choices);
    if (isValid(machine, rows)) {
      assertThat(Table.of(machine.states(), machine.kinds(), rows).rows())
          .containsExactlyInAnyOrderElementsOf(rows);
    } else {
      assertThatThrownBy(() -> Table.of(machine.states(), machine.kinds(), rows))
          .isInstanceOf(TableException.class);
    }
  }

  @Property
  void rowsAreFoundByStateAndEventAndById(@ForAll("machines") RandomMachine machine) {
    Table<Node, Line, BitGuard, MemoryAction> table = machine.table();
    for (Line kind : machine.kinds()) {
      for (Node state : machine.states()) {
        assertThat(table.cell(state, kind)).isEqualTo(of(machine, Set.of(state), kind));
      }
      for (State top : table.superstates()) {
        assertThat(table.rows(top, kind)).isEqualTo(of(machine, within(machine, top), kind));
      }
    }
    machine.rows().forEach(row -> assertThat(table.row(row.id())).contains(row));
    assertThat(table.row("none")).isEmpty();
    assertThat(table.states()).isEqualTo(machine.states());
    assertThat(table.kinds()).isEqualTo(machine.kinds());
  }

  /** Rows are sorted by state and then by event, independent of the order of the input. */
  @Property
  void rowsAreSortedByStateAndEvent(@ForAll("machines") RandomMachine machine) {
    List<Row<Node, Line, BitGuard, MemoryAction>> expected = new ArrayList<>();
    for (State top : machine.table().superstates()) {
      for (Line kind : machine.kinds()) {
        expected.addAll(of(machine, within(machine, top), kind));
      }
    }
    List<Row<Node, Line, BitGuard, MemoryAction>> kindsFirst = new ArrayList<>();
    machine
        .kinds()
        .forEach(kind -> kindsFirst.addAll(of(machine, Set.copyOf(machine.states()), kind)));
    assertThat(machine.table().rows()).isEqualTo(expected);
    assertThat(Table.of(machine.states(), machine.kinds(), kindsFirst).rows()).isEqualTo(expected);
  }

  @Property
  void visitedRowsAreCounted(@ForAll("choiceLists") Choices choices) {
    RandomMachine machine = RandomMachine.of(choices);
    VisitedRows visited = new VisitedRows();
    Map<String, Long> counts = new TreeMap<>();
    for (int i = choices.below(20); i > 0; i--) {
      Row<Node, Line, BitGuard, MemoryAction> row = choices.one(machine.rows());
      visited.visit(row);
      counts.merge(row.id(), 1L, Long::sum);
    }
    assertThat(visited.counts()).isEqualTo(counts);
    assertThat(visited.missing(machine.table()))
        .containsExactlyInAnyOrderElementsOf(
            machine.rows().stream().filter(row -> !counts.containsKey(row.id())).toList());
  }

  private static List<BitGuard> guards(RandomMachine machine) {
    return machine.rows().stream().map(Row::guard).flatMap(Optional::stream).distinct().toList();
  }

  private static Set<Node> within(RandomMachine machine, State top) {
    Set<Node> within = new HashSet<>(machine.states());
    within.removeIf(state -> !state.superstate().equals(top));
    return within;
  }

  private static List<Row<Node, Line, BitGuard, MemoryAction>> of(
      RandomMachine machine, Set<Node> states, Line kind) {
    return machine.rows().stream()
        .filter(row -> row.event().equals(kind))
        .filter(row -> !Collections.disjoint(row.from(), states))
        .toList();
  }

  private static boolean isValid(
      RandomMachine machine, List<Row<Node, Line, BitGuard, MemoryAction>> rows) {
    boolean sound = rows.stream().map(Row::id).distinct().count() == rows.size();
    for (Row<Node, Line, BitGuard, MemoryAction> row : rows) {
      sound &= machine.kinds().contains(row.event());
      sound &= machine.states().containsAll(row.from());
      sound &= row.to().isEmpty() || machine.states().contains(row.to().get());
      sound &= row.from().stream().map(Node::superstate).distinct().count() == 1;
    }
    for (Node state : machine.states()) {
      for (Line kind : machine.kinds()) {
        List<Boolean> guarded =
            rows.stream()
                .filter(row -> row.event().equals(kind) && row.from().contains(state))
                .map(row -> row.guard().isPresent())
                .toList();
        sound &= guarded.indexOf(false) == guarded.size() - 1 && !guarded.isEmpty();
      }
    }
    return sound;
  }

  private static List<Row<Node, Line, BitGuard, MemoryAction>> damaged(
      RandomMachine machine, Choices choices) {
    List<Row<Node, Line, BitGuard, MemoryAction>> rows = new ArrayList<>(machine.rows());
    int place = choices.below(rows.size());
    Row<Node, Line, BitGuard, MemoryAction> row = rows.get(place);
    Node stranger = new Node("stranger", "X", Optional.empty());
    switch (choices.below(10)) {
      case 1 -> rows.remove(place);
      case 2 -> Collections.swap(rows, place, choices.below(rows.size()));
      case 3 -> rows.set(place, row.withGuard(Optional.empty()));
      case 4 -> rows.set(place, row.withGuard(Optional.of(new BitGuard("another", 1))));
      case 5 -> rows.add(row);
      case 6 -> rows.set(place, row.withFrom(Set.of(stranger)));
      case 7 -> rows.set(place, row.withOutcome(row.outcome(), Optional.of(stranger)));
      case 8 -> rows.set(place, row.withFrom(choices.some(machine.states())));
      case 9 -> rows.set(place, row.withId(choices.one(rows).id()));
      default -> {
        // The table is not changed.
      }
    }
    return rows;
  }
}
