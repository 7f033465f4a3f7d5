package dev.antiphon.flowdiagram;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Action;
import dev.antiphon.internal.flow.FlowRows;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.TableText;
import dev.antiphon.machine.Titled;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Short labels for the rows between two states. If all rows between the two states have a reason,
 * the labels are the reasons. Otherwise, if all these rows have a condition, the labels are the
 * conditions. Otherwise the labels are the events.
 */
final class EdgeNames {
  private final Map<Edge, Function<Row<Substate, ?, ?, ?>, String>> names;

  EdgeNames(Collection<Row<Substate, EventKind, Guard, Action>> rows) {
    names =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    Edge::of,
                    Collectors.collectingAndThen(Collectors.toList(), EdgeNames::naming)));
  }

  String of(Row<Substate, ?, ?, ?> row) {
    return Objects.requireNonNull(names.get(Edge.of(row)), row.id()).apply(row);
  }

  private static Function<Row<Substate, ?, ?, ?>, String> naming(
      List<Row<Substate, EventKind, Guard, Action>> rows) {
    if (rows.stream().allMatch(row -> row.substate().isPresent())) {
      return row -> row.substate().map(Substate::title).orElseThrow();
    }
    if (rows.stream().noneMatch(row -> TableText.condition(row).isEmpty())) {
      return EdgeNames::condition;
    }
    return row -> row.event().title();
  }

  /** The guard, or the substates if there is no guard. */
  private static String condition(Row<Substate, ?, ?, ?> row) {
    return row.guard().map(Titled::title).orElseGet(() -> TableText.condition(row));
  }

  private record Edge(VoiceState from, VoiceState to) {
    static Edge of(Row<Substate, ?, ?, ?> row) {
      return new Edge(FlowRows.from(row), FlowRows.to(row));
    }
  }
}
