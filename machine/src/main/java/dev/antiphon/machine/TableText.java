package dev.antiphon.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes a table in Markdown for documentation. The overview has a line for each event and a column
 * for each state. A detailed table shows all rows of one event.
 *
 * @param <S> the states
 * @param <K> the kinds of events
 * @param <G> the guards
 * @param <A> the actions
 */
public final class TableText<S extends State, K extends Kind, G extends Titled, A extends Titled> {
  private final Table<S, K, G, A> table;

  /** Creates a writer for this table. */
  public TableText(Table<S, K, G, A> table) {
    this.table = table;
  }

  /** A sentence that lists the states with their short names. */
  public String legend() {
    return table.superstates().stream()
        .map(state -> "`" + state.code() + "` " + state.title())
        .collect(Collectors.joining(", ", "States: ", "."));
  }

  /**
   * A Markdown table with the outcomes of each event in each state. {@code →XX} is a transition to
   * the state XX, {@code I} runs actions and stays in the state, {@code V} is a violation, {@code
   * R} is a refusal, and {@code –} ignores the event.
   *
   * @param line gives the text of the first column for an event
   */
  public List<String> overview(Function<K, String> line) {
    List<State> states = table.superstates();
    List<String> lines = new ArrayList<>();
    lines.add(
        states.stream().map(State::code).collect(Collectors.joining(" | ", "| | event | ", " |")));
    lines.add("|---|---|" + "---|".repeat(states.size()));
    for (K kind : table.kinds()) {
      lines.add(
          states.stream()
              .map(state -> letters(state, kind))
              .collect(
                  Collectors.joining(
                      " | ", "| " + line.apply(kind) + " | " + kind.title() + " | ", " |")));
    }
    return lines;
  }

  /** A Markdown table with all rows of one event. States with equal rows share a line. */
  public List<String> line(K kind) {
    Map<List<String>, List<State>> alike = new LinkedHashMap<>();
    for (State state : table.superstates()) {
      List<String> cell =
          table.rows(state, kind).stream().map(row -> cells(row, Titled::title)).toList();
      alike.computeIfAbsent(cell, first -> new ArrayList<>()).add(state);
    }
    List<String> lines = new ArrayList<>();
    lines.add("| in | when | then | doing |");
    lines.add("|---|---|---|---|");
    alike.forEach(
        (cell, states) -> {
          String in = states.stream().map(State::code).collect(Collectors.joining(", "));
          for (String row : cell) {
            lines.add("| " + in + " | " + row + " |");
            in = "";
          }
        });
    return lines;
  }

  /**
   * The columns "when", "then" and "doing" of a row, as cells of a Markdown table.
   *
   * @param words gives the name of a substate
   */
  public static <S extends State> String cells(
      Row<S, ?, ?, ?> row, Function<? super S, String> words) {
    String doing = row.actions().stream().map(Titled::title).collect(Collectors.joining(", "));
    return condition(row) + " | " + outcome(row, words) + " | " + doing;
  }

  /**
   * The substates and the guard of a row, with "in" before the substates. The substates are left
   * out if the row is for the whole state. Empty if there are neither substates nor a guard.
   */
  public static String condition(Row<?, ?, ?, ?> row) {
    return (row.isNarrowed() ? "in " : "") + shortCondition(row);
  }

  /** The same as {@link #condition}, but without the word "in". */
  public static String shortCondition(Row<?, ?, ?, ?> row) {
    String narrowed =
        row.isNarrowed()
            ? row.named().stream().map(Titled::title).collect(Collectors.joining(" or "))
            : "";
    String guard = row.guard().map(Titled::title).orElse("");
    return narrowed + (narrowed.isEmpty() || guard.isEmpty() ? "" : ": ") + guard;
  }

  /**
   * The outcome of a row. For example, <code>→ **Backoff** (Rejoin)</code> is a transition to the
   * state Backoff and its substate Rejoin.
   *
   * @param words gives the name of a substate
   */
  public static <S extends State> String outcome(
      Row<S, ?, ?, ?> row, Function<? super S, String> words) {
    String substate = row.substate().map(to -> " (" + words.apply(to) + ")").orElse("");
    String note = row.note().isEmpty() ? "" : ": " + row.note();
    return switch (row.outcome()) {
      case TRANSITION ->
          "→ **" + row.target(row.firstFrom()).superstate().title() + "**" + substate;
      case INTERNAL -> "stays" + substate + note;
      case IGNORED -> "ignored" + note;
      case VIOLATION -> "violation";
      case REFUSED -> "refused" + note;
    };
  }

  private String letters(State state, K kind) {
    return table.rows(state, kind).stream()
        .map(TableText::letter)
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private static String letter(Row<?, ?, ?, ?> row) {
    return switch (row.outcome()) {
      case TRANSITION -> "→" + row.to().map(State::code).orElse(row.superstate().code());
      case INTERNAL -> "I";
      case IGNORED -> "–";
      case VIOLATION -> "V";
      case REFUSED -> "R";
    };
  }
}
