package dev.antiphon.machine.check;

import dev.antiphon.machine.Kind;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.State;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.Titled;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All mutants of a table. Each mutant differs from the table in one row; see {@link MutationKind}.
 * The ids of mutants contain states and actions as returned by {@code toString}.
 *
 * @param <S> the states
 * @param <K> the kinds of events
 * @param <G> the guards
 * @param <A> the actions
 */
public final class Mutants<S extends State, K extends Kind, G extends Titled, A extends Titled> {
  private final Table<S, K, G, A> table;
  private final Function<? super Row<S, K, G, A>, ? extends Collection<S>> targets;
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * Mutants of this table. A row with a target has up to two mutants with a wrong target: one leads
   * to another state, the other leads to another substate of the right state.
   */
  public Mutants(Table<S, K, G, A> table) {
    this(table, row -> elsewhere(table.states(), row));
  }

  /**
   * Mutants of this table.
   *
   * @param targets gives the wrong targets to try for a row that has a target
   */
  public Mutants(
      Table<S, K, G, A> table, Function<? super Row<S, K, G, A>, ? extends Collection<S>> targets) {
    this.table = table;
    this.targets = targets;
    table.rows().forEach(row -> places.put(row.id(), places.size()));
  }

  /** All mutants, row by row. */
  public List<Mutant<S, K, G, A>> all() {
    return table.rows().stream().flatMap(this::mutants).toList();
  }

  /** The mutants with a defect in this row. */
  public List<Mutant<S, K, G, A>> of(Row<S, K, G, A> row) {
    return mutants(row).toList();
  }

  /** The mutant with this id; empty if there is none. */
  public Optional<Mutant<S, K, G, A>> mutant(String id) {
    return all().stream().filter(mutant -> mutant.id().equals(id)).findFirst();
  }

  private Stream<Mutant<S, K, G, A>> mutants(Row<S, K, G, A> row) {
    return Stream.of(
            elsewhere(row), withoutAction(row), negated(row), removed(row), notNarrowed(row))
        .flatMap(some -> some);
  }

  private Stream<Mutant<S, K, G, A>> elsewhere(Row<S, K, G, A> row) {
    return row.to().isEmpty()
        ? Stream.empty()
        : targets.apply(row).stream()
            .map(
                to ->
                    inTable(
                        MutationKind.TARGET,
                        row,
                        "leads to " + to,
                        row.withOutcome(row.outcome(), Optional.of(to))));
  }

  private static <S extends State> Set<S> elsewhere(List<S> states, Row<S, ?, ?, ?> row) {
    S to = row.to().orElseThrow();
    int begin = states.indexOf(to);
    Set<S> others = new LinkedHashSet<>();
    if (row.changesState()) {
      next(states, begin + states.indexOf(row.firstFrom()), state -> !isBeside(state, to))
          .ifPresent(others::add);
    }
    next(states, begin + 1, state -> isBeside(state, to) && !state.equals(to))
        .ifPresent(others::add);
    return others;
  }

  private static <S extends State> Optional<S> next(List<S> among, int begin, Predicate<S> wanted) {
    return IntStream.range(begin, begin + among.size())
        .mapToObj(i -> among.get(i % among.size()))
        .filter(wanted)
        .findFirst();
  }

  private static boolean isBeside(State one, State other) {
    return one.superstate().equals(other.superstate());
  }

  private Stream<Mutant<S, K, G, A>> withoutAction(Row<S, K, G, A> row) {
    List<Mutant<S, K, G, A>> mutants = new ArrayList<>();
    for (int i = 0; i < row.actions().size(); i++) {
      List<A> fewer = new ArrayList<>(row.actions());
      A dropped = fewer.remove(i);
      long before = row.actions().subList(0, i).stream().filter(dropped::equals).count();
      String which = "without " + dropped + (before == 0 ? "" : " #" + (before + 1));
      mutants.add(inTable(MutationKind.ACTION, row, which, row.withActions(fewer)));
    }
    return mutants.stream();
  }

  private Stream<Mutant<S, K, G, A>> negated(Row<S, K, G, A> row) {
    if (row.guard().isEmpty()) {
      return Stream.empty();
    }
    Set<String> rows = new LinkedHashSet<>();
    rows.add(row.id());
    row.from().forEach(state -> later(row, state).forEach(other -> rows.add(other.id())));
    Mutant.Negation<S, K, G, A> negation =
        new Mutant.Negation<>(table, () -> triedIn(row.withGuard(Optional.empty()), row.from()));
    return Stream.of(
        new Mutant<>(
            MutationKind.GUARD,
            row,
            "guard negated",
            rows,
            () -> new TableEdit<>(table).replace(row, List.of()).table(),
            Optional.of(negation)));
  }

  private Stream<Mutant<S, K, G, A>> removed(Row<S, K, G, A> row) {
    if (row.guard().isPresent()) {
      return Stream.of(
          inTable(
              MutationKind.REMOVED,
              row,
              "removed",
              () -> new TableEdit<>(table).replace(row, List.of()).table()));
    }
    boolean replaced =
        !wholeAfter(row).isEmpty()
            || row.from().stream().anyMatch(state -> before(row, state).isPresent());
    return replaced || doesSomething(row)
        ? Stream.of(inTable(MutationKind.REMOVED, row, "removed", () -> without(row)))
        : Stream.empty();
  }

  /**
   * Removes a row without a guard. Later rows for the whole state then apply to the states of the
   * removed row, too. If there are no such rows, the previous row of each cell replaces the removed
   * row. If there is no previous row either, the event is ignored.
   */
  private Table<S, K, G, A> without(Row<S, K, G, A> row) {
    TableEdit<S, K, G, A> edit = new TableEdit<>(table);
    List<Row<S, K, G, A>> whole = wholeAfter(row);
    if (!whole.isEmpty()) {
      whole.forEach(later -> edit.replace(later, List.of(widened(later, row.from()))));
      return edit.replace(row, List.of()).table();
    }
    Set<S> first = new LinkedHashSet<>(row.from());
    Set<Row<S, K, G, A>> replacements = new LinkedHashSet<>();
    for (S state : row.from()) {
      before(row, state)
          .ifPresent(
              previous -> {
                first.remove(state);
                replacements.add(previous);
              });
    }
    List<Row<S, K, G, A>> instead = new ArrayList<>();
    for (Row<S, K, G, A> previous : replacements) {
      Set<S> here = new LinkedHashSet<>(previous.from());
      here.retainAll(row.from());
      here.removeIf(state -> !before(row, state).equals(Optional.of(previous)));
      instead.add(edit.takeOver(previous, here).withGuard(Optional.empty()));
    }
    if (!first.isEmpty()) {
      instead.add(
          row.withFrom(first)
              .withOutcome(Outcome.IGNORED, Optional.empty())
              .withActions(List.of()));
    }
    return edit.replace(row, instead).table();
  }

  private Stream<Mutant<S, K, G, A>> notNarrowed(Row<S, K, G, A> row) {
    Set<S> added = new LinkedHashSet<>();
    Set<String> rows = new LinkedHashSet<>();
    for (S state : table.states()) {
      if (state.superstate().equals(row.superstate()) && !row.from().contains(state)) {
        List<Row<S, K, G, A>> later = later(row, state);
        if (!later.isEmpty()) {
          added.add(state);
          later.forEach(other -> rows.add(other.id()));
        }
      }
    }
    return added.isEmpty()
        ? Stream.empty()
        : Stream.of(
            new Mutant<>(
                MutationKind.NARROWING,
                row,
                "not narrowed",
                rows,
                () -> triedIn(row, added),
                Optional.empty()));
  }

  /**
   * The table in which this row is also tried in these states. Rows that this row hides in these
   * states are removed.
   */
  private Table<S, K, G, A> triedIn(Row<S, K, G, A> row, Set<S> states) {
    TableEdit<S, K, G, A> edit = new TableEdit<>(table);
    edit.replace(row, List.of(widened(row, states)));
    if (row.guard().isEmpty()) {
      for (S state : states) {
        later(row, state).forEach(hidden -> edit.takeOver(hidden, Set.of(state)));
      }
    }
    return edit.table();
  }

  private Row<S, K, G, A> widened(Row<S, K, G, A> row, Set<S> more) {
    Set<S> from = new LinkedHashSet<>(table.states());
    from.removeIf(state -> !row.from().contains(state) && !more.contains(state));
    return row.withFrom(from);
  }

  /** The later rows for the whole state, if one of them has no guard; otherwise an empty list. */
  private List<Row<S, K, G, A>> wholeAfter(Row<S, K, G, A> row) {
    List<Row<S, K, G, A>> whole =
        table.rows(row.superstate(), row.event()).stream()
            .filter(other -> place(other) > place(row))
            .filter(other -> !other.isNarrowed())
            .toList();
    return whole.stream().anyMatch(other -> other.guard().isEmpty()) ? whole : List.of();
  }

  /** The rows of this state's cell that come after this row in the table. */
  private List<Row<S, K, G, A>> later(Row<S, K, G, A> row, S state) {
    int place = place(row);
    return table.cell(state, row.event()).stream().filter(other -> place(other) > place).toList();
  }

  private int place(Row<S, K, G, A> row) {
    return Objects.requireNonNull(places.get(row.id()), row.id());
  }

  private Optional<Row<S, K, G, A>> before(Row<S, K, G, A> row, S state) {
    List<Row<S, K, G, A>> cell = table.cell(state, row.event());
    int place = cell.indexOf(row);
    return place > 0 ? Optional.of(cell.get(place - 1)) : Optional.empty();
  }

  private static boolean doesSomething(Row<?, ?, ?, ?> row) {
    return switch (row.outcome()) {
      case IGNORED -> false;
      case INTERNAL -> !row.actions().isEmpty() || row.to().isPresent();
      case TRANSITION, VIOLATION, REFUSED -> true;
    };
  }

  private Mutant<S, K, G, A> inTable(
      MutationKind kind, Row<S, K, G, A> row, String what, Row<S, K, G, A> instead) {
    return inTable(
        kind, row, what, () -> new TableEdit<>(table).replace(row, List.of(instead)).table());
  }

  private Mutant<S, K, G, A> inTable(
      MutationKind kind, Row<S, K, G, A> row, String what, Supplier<Table<S, K, G, A>> changed) {
    return new Mutant<>(kind, row, what, Set.of(row.id()), changed, Optional.empty());
  }
}
