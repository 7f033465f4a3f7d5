package dev.antiphon.spec.summary;

import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Row;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The results of the checks, one line for each kind of check. */
final class Summary {

  /** A kind of check. A build with profile {@code proof} can run several checks of one kind. */
  private enum Check {
    EXPLORATION("exploration", Summary::exploration),
    HISTORIES("histories", Summary::histories),
    MUTANTS("mutants", Summary::mutants),
    REAL_RUNS("real-runs", Summary::realRuns),
    ROWS_OF_THE_MODEL("rows-of-the-model", Summary::rowsOfTheModel),
    ROWS_VISITED(VisitedRowsListener.ROWS, Summary::rowsVisited);

    private final String figures;
    private final Function<List<Map<String, Long>>, String> line;

    Check(String figures, Function<List<Map<String, Long>>, String> line) {
      this.figures = figures;
      this.line = line;
    }
  }

  private final Figures figures;

  Summary(Figures figures) {
    this.figures = figures;
  }

  /** One line with the results of each check. */
  List<String> lines() {
    return Arrays.stream(Check.values())
        .map(check -> isMissing(check) ? check.figures + ": not run by this build" : line(check))
        .toList();
  }

  private String line(Check check) {
    return check.line.apply(figures.of(check.figures));
  }

  /** The checks without figures. */
  List<String> missing() {
    return Arrays.stream(Check.values())
        .filter(this::isMissing)
        .map(check -> check.figures)
        .toList();
  }

  private boolean isMissing(Check check) {
    return figures.of(check.figures).isEmpty();
  }

  /** The rows that an input of the model takes. */
  Set<String> modelled() {
    return rows(Check.ROWS_OF_THE_MODEL);
  }

  /** The rows that real connections have taken. */
  Set<String> visited() {
    return rows(Check.ROWS_VISITED);
  }

  /** How often real connections have taken each row. */
  Map<String, Long> visits() {
    Map<String, Long> visits = new TreeMap<>();
    figures
        .of(Check.ROWS_VISITED.figures)
        .forEach(run -> run.forEach((row, count) -> visits.merge(row, count, Long::sum)));
    return visits;
  }

  private Set<String> rows(Check check) {
    return ofTheTable(figures.of(check.figures));
  }

  /** Keeps only rows of the table, because stale events take none. */
  private static Set<String> ofTheTable(List<Map<String, Long>> counts) {
    Set<String> taken = new TreeSet<>();
    counts.forEach(rows -> taken.addAll(rows.keySet()));
    taken.retainAll(VoiceFlow.TABLE.rows().stream().map(Row::id).toList());
    return taken;
  }

  private static String rowsOfTheModel(List<Map<String, Long>> counts) {
    int all = VoiceFlow.TABLE.rows().size();
    int taken = ofTheTable(counts).size();
    return text(
        "%,d rows, %,d taken by an input, %,d only complete a cell", all, taken, all - taken);
  }

  private static String rowsVisited(List<Map<String, Long>> counts) {
    return text(
        "%,d of these rows taken on real sockets, in %,d steps",
        ofTheTable(counts).size(),
        counts.stream().flatMap(rows -> rows.values().stream()).mapToLong(count -> count).sum());
  }

  private static String exploration(List<Map<String, Long>> worlds) {
    long complete = sum(worlds, "complete");
    return text(
        "%,d configurations, %d worlds complete%s; %,d steps, all safe; silence ends within %d steps",
        sum(worlds, "configurations"),
        complete,
        complete == worlds.size() ? "" : ", " + (worlds.size() - complete) + " in part",
        sum(worlds, "edges"),
        worlds.stream().mapToLong(world -> world.get("silence")).max().orElseThrow());
  }

  private static String histories(List<Map<String, Long>> runs) {
    return text(
        "%,d histories, %,d events on Spring's machine, each step equal to the core's",
        sum(runs, "sequences"), sum(runs, "events"));
  }

  private static String mutants(List<Map<String, Long>> runs) {
    Map<String, Long> most =
        runs.stream().max(Comparator.comparing(run -> run.get("made"))).orElseThrow();
    return text(
        "%,d of %,d mutants made, %,d killed, %,d equivalent",
        most.get("made"), most.get("possible"), most.get("killed"), most.get("equivalent"));
  }

  private static String realRuns(List<Map<String, Long>> runs) {
    return text(
        "%,d real runs, %,d records, each explained by one row",
        sum(runs, "runs"), sum(runs, "steps"));
  }

  private static String text(String pattern, Object... figures) {
    return String.format(Locale.ROOT, pattern, figures);
  }

  private static long sum(List<Map<String, Long>> all, String figure) {
    return all.stream().mapToLong(figures -> figures.get(figure)).sum();
  }
}
