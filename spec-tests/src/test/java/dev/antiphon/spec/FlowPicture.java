package dev.antiphon.spec;

import dev.antiphon.statemachine.flow.Guard;
import dev.antiphon.statemachine.flow.Reason;
import dev.antiphon.statemachine.flow.Row;
import dev.antiphon.statemachine.flow.VoiceFlow;
import dev.antiphon.statemachine.flow.VoiceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The flow as a Mermaid state diagram, drawn from the rows of the table and nothing else. What
 * nearly every state that deals with a voice server shares is drawn once, for all of them.
 */
final class FlowPicture {
  private static final String AROUND = "Connection";
  private static final String SESSION = "VoiceSession";
  private static final Set<VoiceState> IN_SESSION =
      EnumSet.range(VoiceState.IDENTIFYING, VoiceState.ESTABLISHED);
  private static final int LONGEST_LABEL = 40;
  private static final int MOST_GUARDS = 2;

  private FlowPicture() {}

  /** States that some row enters or leaves; the ends are drawn once for all of them. */
  static String mermaid() {
    List<Row> rows = VoiceFlow.TABLE.rows().stream().filter(Row::changesState).toList();
    Set<VoiceState> reached = reached(rows);
    List<String> lines = new ArrayList<>();
    lines.add("stateDiagram-v2");
    lines.add("  state " + AROUND + " {");
    lines.add("    [*] --> " + VoiceState.IDLE.title());
    TreeMap<String, List<Row>> edges = forward(rows, reached);
    lines.add("    state " + SESSION + " {");
    edges.forEach((edge, taken) -> addIf(within(taken), lines, "      " + edge + label(taken)));
    lines.add("    }");
    edges.forEach((edge, taken) -> addIf(!within(taken), lines, "    " + edge + label(taken)));
    lines.add("  }");
    for (VoiceState end : List.of(VoiceState.DISCONNECTED, VoiceState.FAILED)) {
      lines.add("  " + AROUND + " --> " + end.title());
      lines.add("  " + end.title() + " : " + end.title());
      for (String reason : reasons(rows, reached, end)) {
        lines.add("  " + end.title() + " : " + reason);
      }
    }
    return String.join("\n", lines);
  }

  private static void addIf(boolean wanted, List<String> lines, String line) {
    if (wanted) {
      lines.add(line);
    }
  }

  /** Whether an edge lies within the session: from one of its states to another. */
  private static boolean within(List<Row> taken) {
    return taken.stream()
            .allMatch(row -> IN_SESSION.contains(row.from()) && IN_SESSION.contains(row.to()))
        && distinct(taken, Row::from).size() == 1;
  }

  private static Set<VoiceState> reached(List<Row> rows) {
    Set<VoiceState> reached = new LinkedHashSet<>(Set.of(VoiceState.IDLE));
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Row row : rows) {
        if (reached.contains(row.from())) {
          grew |= reached.add(row.to());
        }
      }
    }
    return reached;
  }

  private static TreeMap<String, List<Row>> forward(List<Row> rows, Set<VoiceState> reached) {
    TreeMap<String, List<Row>> edges =
        new TreeMap<>(
            Comparator.comparingInt(FlowPicture::order).thenComparing(Comparator.naturalOrder()));
    for (Row row : rows) {
      if (reached.contains(row.from()) && !row.to().isTerminal()) {
        String from = isShared(rows, row) ? SESSION : row.from().title();
        String edge = from + " --> " + row.to().title();
        edges.computeIfAbsent(edge, first -> new ArrayList<>()).add(row);
      }
    }
    return edges;
  }

  /** Whether all states of the session but one, or all, lead where this row leads. */
  private static boolean isShared(List<Row> rows, Row row) {
    long sources =
        rows.stream()
            .filter(other -> other.to() == row.to())
            .map(Row::from)
            .filter(IN_SESSION::contains)
            .distinct()
            .count();
    return IN_SESSION.contains(row.from()) && sources >= IN_SESSION.size() - 1;
  }

  /** Edges in the order in which a join takes them. */
  private static int order(String edge) {
    String[] ends = edge.split(" --> ");
    return index(ends[0]) * VoiceState.values().length + index(ends[1]);
  }

  private static int index(String title) {
    for (VoiceState state : VoiceState.values()) {
      if (state.title().equals(title)) {
        return state.ordinal();
      }
    }
    return VoiceState.BACKOFF.ordinal();
  }

  /** What the rows of an edge have in common: their reasons, their guards, or else their events. */
  private static String label(List<Row> taken) {
    Set<Optional<Reason>> reasons = distinct(taken, Row::reason);
    if (!reasons.contains(Optional.<Reason>empty())) {
      return " : " + titles(reasons.stream().map(reason -> reason.orElseThrow().title()), " / ");
    }
    Set<Optional<Guard>> guards = distinct(taken, Row::guard);
    if (guards.size() <= MOST_GUARDS && !guards.contains(Optional.<Guard>empty())) {
      return " : " + titles(guards.stream().map(guard -> guard.orElseThrow().title()), " / ");
    }
    Map<String, Long> events =
        taken.stream()
            .collect(Collectors.groupingBy(row -> row.event().title(), Collectors.counting()));
    Comparator<Map.Entry<String, Long>> commonFirst = Map.Entry.comparingByValue();
    return " : "
        + titles(
            events.entrySet().stream()
                .sorted(commonFirst.reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey),
            ", ");
  }

  private static <T> Set<T> distinct(List<Row> rows, Function<Row, T> part) {
    return rows.stream().map(part).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** As many as a picture has room for. */
  private static String titles(Stream<String> all, String between) {
    StringBuilder label = new StringBuilder();
    for (String title : all.toList()) {
      if (label.length() + between.length() + title.length() > LONGEST_LABEL) {
        return label.append(between).append("…").toString();
      }
      label.append(label.isEmpty() ? "" : between).append(title);
    }
    return label.toString();
  }

  private static Set<String> reasons(List<Row> rows, Set<VoiceState> reached, VoiceState end) {
    return rows.stream()
        .filter(row -> row.to() == end && reached.contains(row.from()))
        .flatMap(row -> row.reason().stream())
        .map(Reason::title)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
