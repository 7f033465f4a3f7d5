package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a flow, found by state and event.
 *
 * <p>Invariant: every cell has rows, the last of them and only the last without a guard, so each
 * event has exactly one row in each situation.
 */
public final class Table {
  private final Map<VoiceState, Map<EventKind, List<Row>>> cells;
  private final List<Row> rows;

  private Table(Map<VoiceState, Map<EventKind, List<Row>>> cells) {
    this.cells = cells;
    List<Row> all = new ArrayList<>();
    cells.values().forEach(cell -> cell.values().forEach(all::addAll));
    this.rows = Collections.unmodifiableList(all);
  }

  /**
   * A table of these rows.
   *
   * @throws IllegalStateException if a cell has no row, or has not exactly one without a guard, its
   *     last
   */
  static Table of(List<Row> rows) {
    Map<VoiceState, Map<EventKind, List<Row>>> cells = new EnumMap<>(VoiceState.class);
    for (VoiceState state : VoiceState.values()) {
      cells.put(state, new EnumMap<>(EventKind.class));
    }
    for (Row row : rows) {
      cells.get(row.from()).computeIfAbsent(row.event(), kind -> new ArrayList<>()).add(row);
    }
    for (VoiceState state : VoiceState.values()) {
      for (EventKind kind : EventKind.values()) {
        List<Row> cell = cells.get(state).get(kind);
        if (cell == null) {
          throw new IllegalStateException("no row for " + kind.line() + "." + state.code());
        }
        check(cell);
      }
    }
    return new Table(cells);
  }

  /** Every row, by state and event in their order. */
  public List<Row> rows() {
    return rows;
  }

  /** The rows of a cell, in the order in which they are tried. */
  public List<Row> cell(VoiceState state, EventKind kind) {
    return List.copyOf(cells.get(state).get(kind));
  }

  /** The row with that id, if this table has it. */
  public Optional<Row> row(String id) {
    return rows.stream().filter(row -> row.id().equals(id)).findFirst();
  }

  /** The row that the situation takes: the first whose guard holds. */
  Row choose(VoiceState state, EventKind kind, Situation situation) {
    for (Row row : cells.get(state).get(kind)) {
      if (row.matches(situation)) {
        return row;
      }
    }
    throw new AssertionError("the last row of a cell has no guard: " + state + ", " + kind);
  }

  private static void check(List<Row> cell) {
    for (int i = 0; i < cell.size(); i++) {
      boolean last = i == cell.size() - 1;
      if (cell.get(i).guard().isEmpty() != last) {
        throw new IllegalStateException(
            "row " + cell.get(i).id() + ": the last row of a cell, and only it, has no guard");
      }
    }
  }
}
