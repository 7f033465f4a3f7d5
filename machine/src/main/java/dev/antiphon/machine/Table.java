package dev.antiphon.machine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rows of a state machine, found by state and event. The rows for one event in one state are
 * called a cell.
 *
 * <p>Invariant: each state has at least one row for each kind of event. The last row, and only the
 * last row, has no guard. Therefore exactly one row is taken for each event, independent of the
 * results of the guards.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <S> the states; where a state has substates, the substates
 * @param <K> the kinds of events
 * @param <G> the guards
 * @param <A> the actions
 */
public final class Table<S extends State, K extends Kind, G extends Titled, A extends Titled> {
  private final List<S> states;
  private final List<K> kinds;
  private final List<Row<S, K, G, A>> rows;
  private final Map<S, Map<K, List<Row<S, K, G, A>>>> cells;
  private final Map<String, Row<S, K, G, A>> byId = new HashMap<>();

  private Table(
      List<S> states,
      List<K> kinds,
      List<Row<S, K, G, A>> rows,
      Map<S, Map<K, List<Row<S, K, G, A>>>> cells) {
    this.states = states;
    this.kinds = kinds;
    this.rows = rows;
    this.cells = cells;
    rows.forEach(row -> byId.put(row.id(), row));
  }

  /**
   * Creates a table of these rows. The rows of a cell (one event in one state) are tried in the
   * given order.
   *
   * @param states all states in display order; where a state has substates, the substates
   * @param kinds all kinds of events, in display order
   * @throws TableException if a cell has no row; if the last row of a cell has a guard, or another
   *     row of the cell has none; if two rows have the same id; if two kinds of events have the
   *     same {@link Kind#line() line}; if a state is listed twice; if a row names a state or a kind
   *     that is not listed; if the source states of a row belong to different top-level states
   */
  public static <S extends State, K extends Kind, G extends Titled, A extends Titled>
      Table<S, K, G, A> of(
          Collection<S> states, Collection<K> kinds, Collection<Row<S, K, G, A>> rows) {
    checkVocabulary(states, kinds);
    checkNames(new HashSet<>(states), new HashSet<>(kinds), rows);
    Map<S, Map<K, List<Row<S, K, G, A>>>> cells = cells(rows);
    for (S state : states) {
      for (K kind : kinds) {
        check(state, kind, cells.getOrDefault(state, Map.of()).getOrDefault(kind, List.of()));
      }
    }
    return new Table<>(List.copyOf(states), List.copyOf(kinds), sorted(states, kinds, rows), cells);
  }

  /** All states in display order; where a state has substates, the substates. */
  public List<S> states() {
    return states;
  }

  /** The top-level states, with or without substates. */
  public List<State> superstates() {
    return states.stream().map(State::superstate).distinct().toList();
  }

  /** All kinds of events, in display order. */
  public List<K> kinds() {
    return kinds;
  }

  /** All rows, ordered by state and then by event. */
  public List<Row<S, K, G, A>> rows() {
    return rows;
  }

  /**
   * The rows for one event in one state, in the order in which they are tried.
   *
   * @throws TableException if the table does not contain the state or the kind
   */
  public List<Row<S, K, G, A>> cell(S state, K kind) {
    List<Row<S, K, G, A>> cell = cells.getOrDefault(state, Map.of()).get(kind);
    if (cell == null) {
      throw new TableException("the table has no cell for " + kind.line() + " in " + state.title());
    }
    return cell;
  }

  /**
   * The rows for one event in all substates of a state, in the order in which they are tried. For a
   * state without substates: the rows for the event in this state.
   */
  public List<Row<S, K, G, A>> rows(State superstate, K kind) {
    Set<Row<S, K, G, A>> found = new LinkedHashSet<>();
    for (Row<S, K, G, A> row : rows) {
      if (row.event().equals(kind) && row.superstate().equals(superstate)) {
        found.add(row);
      }
    }
    return List.copyOf(found);
  }

  /** The row with this id; empty if this table has no such row. */
  public Optional<Row<S, K, G, A>> row(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * Chooses the row to take: of the rows for this event in this state, the first one that has no
   * guard or a guard that holds.
   *
   * @param holds tests whether a guard holds in the current situation
   * @throws TableException if the table does not contain the state or the kind
   */
  public Row<S, K, G, A> choose(S state, K kind, Predicate<? super G> holds) {
    for (Row<S, K, G, A> row : cell(state, kind)) {
      if (row.guard().isEmpty() || holds.test(row.guard().get())) {
        return row;
      }
    }
    throw new AssertionError("the last row of a cell has no guard: " + state + ", " + kind);
  }

  private static <S extends State, K extends Kind, G extends Titled, A extends Titled>
      Map<S, Map<K, List<Row<S, K, G, A>>>> cells(Collection<Row<S, K, G, A>> rows) {
    Map<S, Map<K, List<Row<S, K, G, A>>>> cells = new HashMap<>();
    for (Row<S, K, G, A> row : rows) {
      for (S state : row.from()) {
        cells
            .computeIfAbsent(state, first -> new HashMap<>())
            .computeIfAbsent(row.event(), first -> new ArrayList<>())
            .add(row);
      }
    }
    cells.values().forEach(lines -> lines.replaceAll((kind, cell) -> List.copyOf(cell)));
    return cells;
  }

  private static <S extends State, K extends Kind> void checkVocabulary(
      Collection<S> states, Collection<K> kinds) {
    Set<S> known = new HashSet<>();
    for (S state : states) {
      if (!known.add(state)) {
        throw new TableException("the state " + state.title() + " is listed twice");
      }
    }
    Set<String> lines = new HashSet<>();
    for (K kind : kinds) {
      if (!lines.add(kind.line())) {
        throw new TableException("two kinds of events have the line " + kind.line());
      }
    }
  }

  private static <S extends State, K extends Kind, G extends Titled, A extends Titled>
      void checkNames(Set<S> states, Set<K> kinds, Collection<Row<S, K, G, A>> rows) {
    Set<String> ids = new HashSet<>();
    for (Row<S, K, G, A> row : rows) {
      if (!ids.add(row.id())) {
        throw new TableException("two rows have the id " + row.id());
      }
      if (!states.containsAll(row.from()) || !row.to().map(states::contains).orElse(true)) {
        throw new TableException(
            "row "
                + row.id()
                + " names a state that is not in the table, or a state with substates");
      }
      if (row.from().stream().map(State::superstate).distinct().count() > 1) {
        throw new TableException(
            "row "
                + row.id()
                + " is tried in substates of two states; write one row for each state");
      }
      if (!kinds.contains(row.event())) {
        throw new TableException("row " + row.id() + " names an event that is not in the table");
      }
    }
  }

  private static <S extends State, K extends Kind, G extends Titled, A extends Titled> void check(
      S state, K kind, List<Row<S, K, G, A>> cell) {
    String name = kind.line() + " in " + state.title();
    if (cell.isEmpty()) {
      throw new TableException("no row for " + name);
    }
    for (int i = 0; i < cell.size(); i++) {
      boolean last = i == cell.size() - 1;
      if (cell.get(i).guard().isEmpty() != last) {
        throw new TableException(
            "row "
                + cell.get(i).id()
                + ": the last row of "
                + name
                + ", and only the last row, must have no guard");
      }
    }
  }

  private static <S extends State, K extends Kind, G extends Titled, A extends Titled>
      List<Row<S, K, G, A>> sorted(
          Collection<S> states, Collection<K> kinds, Collection<Row<S, K, G, A>> rows) {
    Map<State, Map<K, List<Row<S, K, G, A>>>> bySuperstate = new LinkedHashMap<>();
    for (S state : states) {
      bySuperstate.computeIfAbsent(state.superstate(), first -> new HashMap<>());
    }
    for (Row<S, K, G, A> row : rows) {
      Objects.requireNonNull(bySuperstate.get(row.superstate()), row.id())
          .computeIfAbsent(row.event(), first -> new ArrayList<>())
          .add(row);
    }
    List<Row<S, K, G, A>> all = new ArrayList<>();
    for (Map<K, List<Row<S, K, G, A>>> lines : bySuperstate.values()) {
      kinds.forEach(kind -> all.addAll(lines.getOrDefault(kind, List.of())));
    }
    return List.copyOf(all);
  }
}
