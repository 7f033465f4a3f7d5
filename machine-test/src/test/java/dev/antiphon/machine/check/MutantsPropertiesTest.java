package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.check.RandomMachine.BitGuard;
import dev.antiphon.machine.check.RandomMachine.Line;
import dev.antiphon.machine.check.RandomMachine.MemoryAction;
import dev.antiphon.machine.check.RandomMachine.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * A mutant decides like a simple second implementation of its defect, for every combination of
 * guards. Where its row is not involved, it decides like the original machine.
 */
class MutantsPropertiesTest {

  /** The input of a decision: the state, the event, and the guards that hold. */
  private record Situation(Node state, Line kind, Set<BitGuard> holding) {}

  @Provide
  Arbitrary<RandomMachine> machines() {
    return RandomMachine.any();
  }

  @Property(tries = 300)
  void mutantDiffersFromTheTableOnlyByItsDefect(@ForAll("machines") RandomMachine machine) {
    List<Situation> situations = situations(machine);
    for (Mutant<Node, Line, BitGuard, MemoryAction> mutant : new Mutants<>(machine.table()).all()) {
      Function<Situation, Row<Node, Line, BitGuard, MemoryAction>> changed =
          mutant.in(MutantsPropertiesTest::deciding, Row::id);
      for (Situation now : situations) {
        Row<Node, Line, BitGuard, MemoryAction> real =
            NaiveMachine.choose(machine.rows(), now.state(), now.kind(), now.holding());
        Row<Node, Line, BitGuard, MemoryAction> expected = expected(machine, mutant, now);
        assertThat(does(changed.apply(now))).as("%s on %s", mutant, now).isEqualTo(does(expected));
        if (!does(real).equals(does(expected))) {
          assertThat(mutant.rows()).as("rows of %s", mutant).contains(real.id());
        }
      }
    }
  }

  @Property(tries = 300)
  void allDefectsOfARowAreGenerated(@ForAll("machines") RandomMachine machine) {
    Mutants<Node, Line, BitGuard, MemoryAction> mutants = new Mutants<>(machine.table());
    for (Row<Node, Line, BitGuard, MemoryAction> row : machine.rows()) {
      assertThat(mutants.of(row).stream().map(mutant -> mutant.kind() + " " + mutant.id()))
          .containsExactlyInAnyOrderElementsOf(defects(machine, row));
    }
    List<String> ids = mutants.all().stream().map(Mutant::id).toList();
    assertThat(ids).doesNotHaveDuplicates();
  }

  /** Each mutant changes the decision of some situation. */
  @Property(tries = 300)
  void everyActionOrTargetMutantDecidesDifferentlyThanTheMachine(
      @ForAll("machines") RandomMachine machine) {
    for (Mutant<Node, Line, BitGuard, MemoryAction> mutant : new Mutants<>(machine.table()).all()) {
      if (mutant.kind() == MutationKind.ACTION || mutant.kind() == MutationKind.TARGET) {
        Row<Node, Line, BitGuard, MemoryAction> row = mutant.row();
        Function<Situation, Row<Node, Line, BitGuard, MemoryAction>> changed =
            mutant.in(MutantsPropertiesTest::deciding, Row::id);
        situations(machine).stream()
            .filter(
                now ->
                    NaiveMachine.choose(machine.rows(), now.state(), now.kind(), now.holding())
                        == row)
            .forEach(now -> assertThat(does(changed.apply(now))).isNotEqualTo(does(row)));
      }
    }
  }

  private static Function<Situation, Row<Node, Line, BitGuard, MemoryAction>> deciding(
      Table<Node, Line, BitGuard, MemoryAction> table) {
    return now -> table.choose(now.state(), now.kind(), now.holding()::contains);
  }

  /** The effect of a row, without its id and its states. */
  private static List<Object> does(Row<Node, Line, BitGuard, MemoryAction> row) {
    return List.of(row.outcome(), row.to(), row.actions());
  }

  /** The row that is taken when the mutant's row has its defect. */
  private static Row<Node, Line, BitGuard, MemoryAction> expected(
      RandomMachine machine, Mutant<Node, Line, BitGuard, MemoryAction> mutant, Situation now) {
    if (mutant.kind() == MutationKind.REMOVED && now.kind().equals(mutant.row().event())) {
      return withoutRow(machine, mutant.row(), now);
    }
    Row<Node, Line, BitGuard, MemoryAction> row = mutant.row();
    for (Row<Node, Line, BitGuard, MemoryAction> tried : machine.rows()) {
      boolean itself = tried.id().equals(row.id());
      boolean here =
          tried.from().contains(now.state())
              || itself && mutant.kind() == MutationKind.NARROWING && isOf(row, now.state());
      boolean negated = itself && mutant.kind() == MutationKind.GUARD;
      if (tried.event().equals(now.kind()) && here && holds(tried, now) != negated) {
        return itself ? changed(machine, mutant) : tried;
      }
    }
    throw new AssertionError("no row is taken");
  }

  /** The row that is taken when this row is missing. */
  private static Row<Node, Line, BitGuard, MemoryAction> withoutRow(
      RandomMachine machine, Row<Node, Line, BitGuard, MemoryAction> row, Situation now) {
    List<Row<Node, Line, BitGuard, MemoryAction>> whole =
        row.guard().isPresent() ? List.of() : wholeAfter(machine, row);
    boolean missing = row.from().contains(now.state());
    Row<Node, Line, BitGuard, MemoryAction> before = null;
    for (Row<Node, Line, BitGuard, MemoryAction> tried : machine.rows()) {
      boolean here = tried.from().contains(now.state()) || missing && whole.contains(tried);
      if (tried.event().equals(now.kind()) && here && !tried.id().equals(row.id())) {
        if (holds(tried, now)) {
          return tried;
        }
        before = tried;
      }
    }
    return before == null
        ? row.withOutcome(Outcome.IGNORED, Optional.empty()).withActions(List.of())
        : before;
  }

  private static boolean holds(Row<Node, Line, BitGuard, MemoryAction> row, Situation now) {
    return row.guard().isEmpty() || now.holding().contains(row.guard().get());
  }

  private static boolean isOf(Row<Node, Line, BitGuard, MemoryAction> row, Node state) {
    return row.superstate().equals(state.superstate());
  }

  /** The later rows for the whole state, if one of them has no guard. */
  private static List<Row<Node, Line, BitGuard, MemoryAction>> wholeAfter(
      RandomMachine machine, Row<Node, Line, BitGuard, MemoryAction> row) {
    List<Row<Node, Line, BitGuard, MemoryAction>> after = new ArrayList<>();
    for (Row<Node, Line, BitGuard, MemoryAction> other :
        machine.rows().subList(machine.rows().indexOf(row) + 1, machine.rows().size())) {
      if (other.event().equals(row.event()) && other.named().equals(List.of(row.superstate()))) {
        after.add(other);
      }
    }
    return after.stream().anyMatch(other -> other.guard().isEmpty()) ? after : List.of();
  }

  private static Row<Node, Line, BitGuard, MemoryAction> changed(
      RandomMachine machine, Mutant<Node, Line, BitGuard, MemoryAction> mutant) {
    Row<Node, Line, BitGuard, MemoryAction> row = mutant.row();
    String what = mutant.what();
    if (mutant.kind() == MutationKind.TARGET) {
      return machine.states().stream()
          .filter(state -> what.equals("leads to " + state.title()))
          .map(state -> row.withOutcome(row.outcome(), Optional.of(state)))
          .findFirst()
          .orElseThrow();
    }
    if (mutant.kind() != MutationKind.ACTION) {
      return row;
    }
    int which = what.contains("#") ? Integer.parseInt(what.substring(what.indexOf('#') + 1)) : 1;
    List<MemoryAction> kept = new ArrayList<>();
    for (MemoryAction action : row.actions()) {
      if (!what.startsWith("without " + action.title()) || --which != 0) {
        kept.add(action);
      }
    }
    return row.withActions(kept);
  }

  private static Set<String> defects(
      RandomMachine machine, Row<Node, Line, BitGuard, MemoryAction> row) {
    Set<String> defects = new TreeSet<>();
    String id = " " + row.id() + " ";
    if (row.guard().isPresent()) {
      defects.add("GUARD" + id + "guard negated");
    }
    if (removalIsDetectable(machine, row)) {
      defects.add("REMOVED" + id + "removed");
    }
    if (machine.states().stream().anyMatch(state -> isHiddenFrom(machine, row, state))) {
      defects.add("NARROWING" + id + "not narrowed");
    }
    for (MemoryAction action : row.actions()) {
      int many = 1;
      while (!defects.add("ACTION" + id + "without " + action + (many == 1 ? "" : " #" + many))) {
        many++;
      }
    }
    targets(machine, row).forEach(to -> defects.add("TARGET" + id + "leads to " + to));
    return defects;
  }

  /** One target in another state and one target in the same state, if they exist. */
  private static Stream<Node> targets(
      RandomMachine machine, Row<Node, Line, BitGuard, MemoryAction> row) {
    if (row.to().isEmpty()) {
      return Stream.empty();
    }
    Node to = row.to().get();
    List<Node> twice = new ArrayList<>(machine.states());
    twice.addAll(machine.states());
    twice.addAll(machine.states());
    int begin = machine.states().indexOf(to);
    int shift = begin + machine.states().indexOf(row.firstFrom());
    Optional<Node> elsewhere =
        twice.subList(shift, twice.size()).stream()
            .filter(state -> row.outcome() == Outcome.TRANSITION)
            .filter(state -> !state.superstate().equals(to.superstate()))
            .findFirst();
    Optional<Node> beside =
        twice.subList(begin + 1, twice.size()).stream()
            .filter(state -> !state.equals(to) && state.superstate().equals(to.superstate()))
            .findFirst();
    return Stream.of(elsewhere, beside).flatMap(Optional::stream);
  }

  private static boolean removalIsDetectable(
      RandomMachine machine, Row<Node, Line, BitGuard, MemoryAction> row) {
    boolean quiet =
        row.outcome() == Outcome.IGNORED
            || row.outcome() == Outcome.INTERNAL && row.to().isEmpty() && row.actions().isEmpty();
    boolean first = true;
    for (Row<Node, Line, BitGuard, MemoryAction> other : machine.rows()) {
      boolean sameCell =
          other.event().equals(row.event()) && other.from().stream().anyMatch(row.from()::contains);
      first &= other.equals(row) || !sameCell;
    }
    return !(first && quiet && wholeAfter(machine, row).isEmpty());
  }

  /** Whether this row would be tried in the state if the row was not narrowed to its states. */
  private static boolean isHiddenFrom(
      RandomMachine machine, Row<Node, Line, BitGuard, MemoryAction> row, Node state) {
    if (row.from().contains(state) || !row.superstate().equals(state.superstate())) {
      return false;
    }
    List<Row<Node, Line, BitGuard, MemoryAction>> all = machine.rows();
    return all.subList(all.indexOf(row), all.size()).stream()
        .anyMatch(other -> other.event().equals(row.event()) && other.from().contains(state));
  }

  private static List<Situation> situations(RandomMachine machine) {
    List<Set<BitGuard>> holdings = new ArrayList<>(List.of(Set.of()));
    machine.rows().stream()
        .map(Row::guard)
        .flatMap(Optional::stream)
        .distinct()
        .forEach(
            guard -> {
              for (Set<BitGuard> holding : List.copyOf(holdings)) {
                Set<BitGuard> more = new HashSet<>(holding);
                more.add(guard);
                holdings.add(more);
              }
            });
    List<Situation> situations = new ArrayList<>();
    for (Node state : machine.states()) {
      for (Line kind : machine.kinds()) {
        holdings.forEach(holding -> situations.add(new Situation(state, kind, holding)));
      }
    }
    return situations;
  }
}
