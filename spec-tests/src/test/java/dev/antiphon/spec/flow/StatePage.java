package dev.antiphon.spec.flow;

import dev.antiphon.diagram.text.TextFormat;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flowdiagram.FlowDiagram;
import dev.antiphon.internal.flow.Action;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowTimers;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.TableText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of a state: its place in the flow, its deadlines and its decisions. */
final class StatePage {
  private static final int NAMES = 4;

  private final VoiceState state;
  private final List<String> lines = new ArrayList<>();

  private StatePage(VoiceState state) {
    this.state = state;
  }

  /**
   * Returns the page in Markdown.
   *
   * @param meaning one or two sentences that describe the state
   */
  static String of(VoiceState state, String meaning) {
    StatePage page = new StatePage(state);
    page.head(meaning);
    page.deadlines();
    page.decisions();
    page.ignored();
    return String.join("\n", page.lines).strip() + "\n";
  }

  /** Returns the file name of the page. */
  static String file(VoiceState state) {
    return state.title() + ".md";
  }

  private void head(String meaning) {
    line("# " + state.title());
    line("");
    line(meaning);
    line("");
    line("<!-- This page is generated from the table. -->");
    line("```mermaid");
    line(TextFormat.MERMAID.write(FlowDiagram.around(state, NAMES)).strip());
    line("```");
    line("");
    String others =
        Arrays.stream(VoiceState.values())
            .filter(other -> other != state)
            .map(other -> "[" + other.title() + "](" + file(other) + ")")
            .collect(Collectors.joining(" · "));
    line("[The flow](../README.md) · " + others);
    line("");
    line(
        "Words such as \"op 4\", \"round\" and \"settled\" are explained under [Terms](../rules.md#terms).");
    line("");
  }

  private void deadlines() {
    List<FlowTimer> owned =
        Arrays.stream(FlowTimer.values()).filter(FlowTimers.ownedBy(state)::contains).toList();
    if (owned.isEmpty()) {
      return;
    }
    line("## Deadlines");
    line("");
    line("These timers stop when the state is left.");
    line("");
    line("| timer | default | event when it fires |");
    line("|---|---|---|");
    for (FlowTimer timer : owned) {
      String time =
          timer.hasOwnDelays()
              ? "depends on the attempt"
              : Times.words(FlowLimits.ofDefaults().delay(timer));
      line("| `" + timer + "` | " + time + " | " + link(FlowTimers.event(timer)) + " |");
    }
    line("");
  }

  private void decisions() {
    for (Map.Entry<Character, String> section : FlowTable.SECTIONS.entrySet()) {
      List<String> rows = new ArrayList<>();
      for (EventKind kind : EventKind.values()) {
        if (kind.line().charAt(0) == section.getKey() && !isIgnored(kind)) {
          rows.addAll(cell(kind));
        }
      }
      if (!rows.isEmpty()) {
        line("## " + section.getValue());
        line("");
        line("| event | condition | result | actions | row |");
        line("|---|---|---|---|---|");
        lines.addAll(rows);
        line("");
      }
    }
  }

  private List<String> cell(EventKind kind) {
    List<String> rows = new ArrayList<>();
    for (Row<Substate, EventKind, Guard, Action> row : VoiceFlow.TABLE.rows(state, kind)) {
      String on = rows.isEmpty() ? link(kind) : "";
      rows.add(
          "| " + on + " | " + TableText.cells(row, Substate::title) + " | `" + row.id() + "` |");
    }
    return rows;
  }

  private void ignored() {
    Map<String, List<EventKind>> byNote =
        Arrays.stream(EventKind.values())
            .filter(this::isIgnored)
            .collect(
                Collectors.groupingBy(
                    kind -> VoiceFlow.TABLE.rows(state, kind).get(0).note(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    if (byNote.isEmpty()) {
      return;
    }
    line("## Ignored");
    line("");
    byNote.forEach(
        (note, kinds) ->
            line(
                kinds.stream()
                    .map(StatePage::link)
                    .collect(Collectors.joining(", ", "- " + note + ": ", ""))));
  }

  private boolean isIgnored(EventKind kind) {
    List<Row<Substate, EventKind, Guard, Action>> rows = VoiceFlow.TABLE.rows(state, kind);
    return rows.size() == 1 && rows.get(0).outcome() == Outcome.IGNORED;
  }

  private static String link(EventKind kind) {
    return "[" + kind.title() + "](../table.md#" + FlowTable.anchor(kind) + ")";
  }

  private void line(String text) {
    lines.add(text);
  }
}
