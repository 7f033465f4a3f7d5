package dev.antiphon.dave;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a session, found by state and event.
 *
 * <p>Invariant: every cell has rows, the last of them and only the last without a guard, so each
 * event has exactly one row in each situation.
 */
public final class DaveTable {

  /** THE table. */
  public static final DaveTable SESSION = DaveRows.table();

  private final Map<DaveState, Map<DaveEventKind, List<DaveRow>>> cells;
  private final List<DaveRow> rows;

  private DaveTable(Map<DaveState, Map<DaveEventKind, List<DaveRow>>> cells) {
    this.cells = cells;
    List<DaveRow> all = new ArrayList<>();
    cells.values().forEach(cell -> cell.values().forEach(all::addAll));
    this.rows = Collections.unmodifiableList(all);
  }

  /**
   * A table of these rows.
   *
   * @throws IllegalStateException if a cell has no row, or has not exactly one without a guard, its
   *     last
   */
  static DaveTable of(List<DaveRow> rows) {
    Map<DaveState, Map<DaveEventKind, List<DaveRow>>> cells = new EnumMap<>(DaveState.class);
    for (DaveState state : DaveState.values()) {
      Map<DaveEventKind, List<DaveRow>> line = new EnumMap<>(DaveEventKind.class);
      for (DaveEventKind kind : DaveEventKind.values()) {
        line.put(kind, cell(rows, state, kind));
      }
      cells.put(state, line);
    }
    return new DaveTable(cells);
  }

  private static List<DaveRow> cell(List<DaveRow> rows, DaveState state, DaveEventKind kind) {
    List<DaveRow> cell =
        rows.stream().filter(row -> row.from() == state && row.event() == kind).toList();
    long unguarded = cell.stream().filter(row -> row.guard().isEmpty()).count();
    if (unguarded != 1 || cell.get(cell.size() - 1).guard().isPresent()) {
      throw new IllegalStateException(
          kind.line() + "." + state.code() + ": the last row, and only it, has no guard");
    }
    return cell;
  }

  /** Every row, by state and event in their order. */
  public List<DaveRow> rows() {
    return rows;
  }

  /** The rows of a cell, in the order in which they are tried. */
  public List<DaveRow> cell(DaveState state, DaveEventKind kind) {
    return cells.get(state).get(kind);
  }

  /** The row that the situation takes: the first whose guard holds. */
  DaveRow choose(DaveState state, DaveSituation situation) {
    return cell(state, situation.classification().kind()).stream()
        .filter(row -> row.matches(situation))
        .findFirst()
        .orElseThrow();
  }
}
