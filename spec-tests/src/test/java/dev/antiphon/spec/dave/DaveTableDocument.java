package dev.antiphon.spec.dave;

import dev.antiphon.dave.DaveAction;
import dev.antiphon.dave.DaveEventKind;
import dev.antiphon.dave.DaveGuard;
import dev.antiphon.dave.DaveRow;
import dev.antiphon.dave.DaveState;
import dev.antiphon.dave.DaveTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The whole table of a DAVE session in Markdown. */
final class DaveTableDocument {
  private static final String HEAD =
      """
      # The table of a DAVE session

      What is decided in each state on each event. It is written from the table that runs, by a test.

      The number of a line is the voice gateway's opcode; `E` and `F` are ours. In the overview `→XXX`
      changes the state, to itself where it is entered anew, `I` does something and stays, `R` refuses and
      reports, `–` does nothing. Where a cell decides by guards its outcomes stand in the order in which
      they are tried. Below it stands each line in full, states that decide alike together; the id of a
      row, such as `29b.ACT.1`, is line, state and order. After each step, keys and encryption are
      published if they have changed: keys before anything is sent.

      ![The session](session.svg)
      """;

  private DaveTableDocument() {}

  static String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(HEAD);
    lines.add(
        Arrays.stream(DaveState.values())
            .map(state -> "`" + state.code() + "` " + state.title())
            .collect(Collectors.joining(", ", "States: ", ".")));
    lines.add("");
    lines.add("## Overview");
    lines.add("");
    overview(lines);
    lines.add("");
    lines.add("## In full");
    for (DaveEventKind kind : DaveEventKind.values()) {
      lines.add("");
      lines.add("### " + kind.line() + " " + kind.title());
      lines.add("");
      lines.add("| in | when | then | doing |");
      lines.add("|---|---|---|---|");
      alike(kind).forEach((cell, states) -> lines.addAll(full(states, cell)));
    }
    return String.join("\n", lines) + "\n";
  }

  private static void overview(List<String> lines) {
    lines.add(
        Arrays.stream(DaveState.values())
            .map(DaveState::code)
            .collect(Collectors.joining(" | ", "| | event | ", " |")));
    lines.add("|---|---|" + "---|".repeat(DaveState.values().length));
    for (DaveEventKind kind : DaveEventKind.values()) {
      lines.add(
          Arrays.stream(DaveState.values())
              .map(state -> outline(DaveTable.SESSION.cell(state, kind)))
              .collect(
                  Collectors.joining(
                      " | ", "| " + kind.line() + " | " + kind.title() + " | ", " |")));
    }
  }

  private static String outline(List<DaveRow> cell) {
    return cell.stream().map(DaveTableDocument::letter).distinct().collect(Collectors.joining(" "));
  }

  private static String letter(DaveRow row) {
    return switch (row.outcome()) {
      case TRANSITION -> "→" + row.to().code();
      case INTERNAL -> "I";
      case IGNORED -> "–";
      case REFUSED -> "R";
    };
  }

  /** The cells of a line, each with the states that decide so. */
  private static Map<List<String>, List<DaveState>> alike(DaveEventKind kind) {
    Map<List<String>, List<DaveState>> alike = new LinkedHashMap<>();
    for (DaveState state : DaveState.values()) {
      List<String> cell =
          DaveTable.SESSION.cell(state, kind).stream().map(DaveTableDocument::cells).toList();
      alike.computeIfAbsent(cell, first -> new ArrayList<>()).add(state);
    }
    return alike;
  }

  private static String cells(DaveRow row) {
    String when = row.guard().map(DaveGuard::title).orElse("");
    String doing = row.actions().stream().map(DaveAction::title).collect(Collectors.joining(", "));
    String then =
        switch (row.outcome()) {
          case TRANSITION -> "→ **" + row.to().title() + "**";
          case INTERNAL -> "stays";
          case IGNORED -> "ignored: " + row.note();
          case REFUSED -> "refused";
        };
    return when + " | " + then + " | " + doing;
  }

  private static List<String> full(List<DaveState> states, List<String> cell) {
    List<String> lines = new ArrayList<>();
    String in = states.stream().map(DaveState::code).collect(Collectors.joining(", "));
    for (String row : cell) {
      lines.add("| " + (lines.isEmpty() ? in : "") + " | " + row + " |");
    }
    return lines;
  }
}
