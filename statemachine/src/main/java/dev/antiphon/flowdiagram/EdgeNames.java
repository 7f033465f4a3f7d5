package dev.antiphon.flowdiagram;

import dev.antiphon.flow.Reason;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.internal.flow.Row;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * In short, what rows are about that lead from one state to another: their reasons when each has
 * one, their guards when each has one, or else their events.
 */
final class EdgeNames {
  private final Map<Edge, Function<Row, String>> names;

  EdgeNames(Collection<Row> rows) {
    names =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    Edge::of,
                    Collectors.collectingAndThen(Collectors.toList(), EdgeNames::naming)));
  }

  String of(Row row) {
    return names.get(Edge.of(row)).apply(row);
  }

  private static Function<Row, String> naming(List<Row> rows) {
    if (rows.stream().allMatch(row -> row.reason().isPresent())) {
      return row -> row.reason().map(Reason::title).orElseThrow();
    }
    if (rows.stream().allMatch(row -> row.guard().isPresent())) {
      return row -> row.guard().map(Guard::title).orElseThrow();
    }
    return row -> row.event().title();
  }

  private record Edge(VoiceState from, VoiceState to) {
    static Edge of(Row row) {
      return new Edge(row.from(), row.to());
    }
  }
}
