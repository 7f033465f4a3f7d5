package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.check.MadeUp.Ask;
import dev.antiphon.machine.check.MadeUp.Deed;
import dev.antiphon.machine.check.MadeUp.Line;
import dev.antiphon.machine.check.MadeUp.Node;
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
 * A mutant decides as a second, simple implementation of its slip does, whatever guards hold; and
 * as the machine itself wherever its row does not matter.
 */
class MutantsPropertiesTest {

  /** What is decided: the state, the event, and which guards hold. */
  private record Situation(Node state, Line kind, Set<Ask> holding) {}

  @Provide
  Arbitrary<MadeUp> machines() {
    return MadeUp.any();
  }

  @Property(tries = 300)
  void aMutantHasItsSlipAndNoOther(@ForAll("machines") MadeUp machine) {
    List<Situation> situations = situations(machine);
    for (Mutant<Node, Line, Ask, Deed> mutant : new Mutants<>(machine.table()).all()) {
      Function<Situation, Row<Node, Line, Ask, Deed>> changed =
          mutant.in(MutantsPropertiesTest::deciding, Row::id);
      for (Situation now : situations) {
        Row<Node, Line, Ask, Deed> real =
            Naive.choose(machine.rows(), now.state(), now.kind(), now.holding());
        Row<Node, Line, Ask, Deed> slipped = slipped(machine, mutant, now);
        assertThat(does(changed.apply(now))).as("%s on %s", mutant, now).isEqualTo(does(slipped));
        if (!does(real).equals(does(slipped))) {
          assertThat(mutant.rows()).as("rows of %s", mutant).contains(real.id());
        }
      }
    }
  }

  @Property(tries = 300)
  void everySlipThatARowCanHaveIsMade(@ForAll("machines") MadeUp machine) {
    Mutants<Node, Line, Ask, Deed> mutants = new Mutants<>(machine.table());
    for (Row<Node, Line, Ask, Deed> row : machine.rows()) {
      assertThat(mutants.of(row).stream().map(mutant -> mutant.slip() + " " + mutant.id()))
          .containsExactlyInAnyOrderElementsOf(slips(machine, row));
    }
    List<String> ids = mutants.all().stream().map(Mutant::id).toList();
    assertThat(ids).doesNotHaveDuplicates();
  }

  /** No slip is without effect on the table: some situation is decided otherwise. */
  @Property(tries = 300)
  void noMutantIsTheMachine(@ForAll("machines") MadeUp machine) {
    for (Mutant<Node, Line, Ask, Deed> mutant : new Mutants<>(machine.table()).all()) {
      if (mutant.slip() == Slip.ACTION || mutant.slip() == Slip.TARGET) {
        Row<Node, Line, Ask, Deed> row = mutant.row();
        Function<Situation, Row<Node, Line, Ask, Deed>> changed =
            mutant.in(MutantsPropertiesTest::deciding, Row::id);
        situations(machine).stream()
            .filter(
                now -> Naive.choose(machine.rows(), now.state(), now.kind(), now.holding()) == row)
            .forEach(now -> assertThat(does(changed.apply(now))).isNotEqualTo(does(row)));
      }
    }
  }

  private static Function<Situation, Row<Node, Line, Ask, Deed>> deciding(
      Table<Node, Line, Ask, Deed> table) {
    return now -> table.choose(now.state(), now.kind(), now.holding()::contains);
  }

  /** What a row does, but for its id and where it is tried. */
  private static List<Object> does(Row<Node, Line, Ask, Deed> row) {
    return List.of(row.outcome(), row.to(), row.actions());
  }

  /** The row that is taken when this row has this slip. */
  private static Row<Node, Line, Ask, Deed> slipped(
      MadeUp machine, Mutant<Node, Line, Ask, Deed> mutant, Situation now) {
    if (mutant.slip() == Slip.REMOVED && now.kind().equals(mutant.row().event())) {
      return withoutIt(machine, mutant.row(), now);
    }
    Row<Node, Line, Ask, Deed> row = mutant.row();
    for (Row<Node, Line, Ask, Deed> tried : machine.rows()) {
      boolean itself = tried.id().equals(row.id());
      boolean here =
          tried.from().contains(now.state())
              || itself && mutant.slip() == Slip.NARROWING && isOf(row, now.state());
      boolean negated = itself && mutant.slip() == Slip.GUARD;
      if (tried.event().equals(now.kind()) && here && holds(tried, now) != negated) {
        return itself ? changed(machine, mutant) : tried;
      }
    }
    throw new AssertionError("nothing is taken");
  }

  /** The row that is taken when that one is not there. */
  private static Row<Node, Line, Ask, Deed> withoutIt(
      MadeUp machine, Row<Node, Line, Ask, Deed> row, Situation now) {
    List<Row<Node, Line, Ask, Deed>> whole =
        row.guard().isPresent() ? List.of() : wholeAfter(machine, row);
    boolean missing = row.from().contains(now.state());
    Row<Node, Line, Ask, Deed> before = null;
    for (Row<Node, Line, Ask, Deed> tried : machine.rows()) {
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

  private static boolean holds(Row<Node, Line, Ask, Deed> row, Situation now) {
    return row.guard().isEmpty() || now.holding().contains(row.guard().get());
  }

  private static boolean isOf(Row<Node, Line, Ask, Deed> row, Node state) {
    return row.superstate().equals(state.superstate());
  }

  /** Rows for the whole state that come after it, if one of them has no guard. */
  private static List<Row<Node, Line, Ask, Deed>> wholeAfter(
      MadeUp machine, Row<Node, Line, Ask, Deed> row) {
    List<Row<Node, Line, Ask, Deed>> after = new ArrayList<>();
    for (Row<Node, Line, Ask, Deed> other :
        machine.rows().subList(machine.rows().indexOf(row) + 1, machine.rows().size())) {
      if (other.event().equals(row.event()) && other.named().equals(List.of(row.superstate()))) {
        after.add(other);
      }
    }
    return after.stream().anyMatch(other -> other.guard().isEmpty()) ? after : List.of();
  }

  private static Row<Node, Line, Ask, Deed> changed(
      MadeUp machine, Mutant<Node, Line, Ask, Deed> mutant) {
    Row<Node, Line, Ask, Deed> row = mutant.row();
    String what = mutant.what();
    if (mutant.slip() == Slip.TARGET) {
      return machine.states().stream()
          .filter(state -> what.equals("leads to " + state.title()))
          .map(state -> row.withOutcome(row.outcome(), Optional.of(state)))
          .findFirst()
          .orElseThrow();
    }
    if (mutant.slip() != Slip.ACTION) {
      return row;
    }
    int which = what.contains("#") ? Integer.parseInt(what.substring(what.indexOf('#') + 1)) : 1;
    List<Deed> kept = new ArrayList<>();
    for (Deed deed : row.actions()) {
      if (!what.startsWith("without " + deed.title()) || --which != 0) {
        kept.add(deed);
      }
    }
    return row.withActions(kept);
  }

  private static Set<String> slips(MadeUp machine, Row<Node, Line, Ask, Deed> row) {
    Set<String> slips = new TreeSet<>();
    String id = " " + row.id() + " ";
    if (row.guard().isPresent()) {
      slips.add("GUARD" + id + "guard negated");
    }
    if (isMissed(machine, row)) {
      slips.add("REMOVED" + id + "removed");
    }
    if (machine.states().stream().anyMatch(state -> isHiddenFrom(machine, row, state))) {
      slips.add("NARROWING" + id + "not narrowed");
    }
    for (Deed deed : row.actions()) {
      int many = 1;
      while (!slips.add("ACTION" + id + "without " + deed + (many == 1 ? "" : " #" + many))) {
        many++;
      }
    }
    targets(machine, row).forEach(to -> slips.add("TARGET" + id + "leads to " + to));
    return slips;
  }

  /** One in another state and one in the same, if there are any. */
  private static Stream<Node> targets(MadeUp machine, Row<Node, Line, Ask, Deed> row) {
    if (row.to().isEmpty()) {
      return Stream.empty();
    }
    Node to = row.to().get();
    List<Node> twice = new ArrayList<>(machine.states());
    twice.addAll(machine.states());
    twice.addAll(machine.states());
    int begin = machine.states().indexOf(to);
    int shift = begin + machine.states().indexOf(row.anyFrom());
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

  private static boolean isMissed(MadeUp machine, Row<Node, Line, Ask, Deed> row) {
    boolean quiet =
        row.outcome() == Outcome.IGNORED
            || row.outcome() == Outcome.INTERNAL && row.to().isEmpty() && row.actions().isEmpty();
    boolean first = true;
    for (Row<Node, Line, Ask, Deed> other : machine.rows()) {
      boolean sameCell =
          other.event().equals(row.event()) && other.from().stream().anyMatch(row.from()::contains);
      first &= other.equals(row) || !sameCell;
    }
    return !(first && quiet && wholeAfter(machine, row).isEmpty());
  }

  /** Whether that row would be tried there before the last one, were it not for its states. */
  private static boolean isHiddenFrom(MadeUp machine, Row<Node, Line, Ask, Deed> row, Node state) {
    if (row.from().contains(state) || !row.superstate().equals(state.superstate())) {
      return false;
    }
    List<Row<Node, Line, Ask, Deed>> all = machine.rows();
    return all.subList(all.indexOf(row), all.size()).stream()
        .anyMatch(other -> other.event().equals(row.event()) && other.from().contains(state));
  }

  private static List<Situation> situations(MadeUp machine) {
    List<Set<Ask>> holdings = new ArrayList<>(List.of(Set.of()));
    machine.rows().stream()
        .map(Row::guard)
        .flatMap(Optional::stream)
        .distinct()
        .forEach(
            ask -> {
              for (Set<Ask> holding : List.copyOf(holdings)) {
                Set<Ask> more = new HashSet<>(holding);
                more.add(ask);
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
