package dev.antiphon.spec.dave;

import dev.antiphon.dave.DaveEventKind;
import dev.antiphon.dave.DaveTable;
import dev.antiphon.machine.TableText;
import java.util.ArrayList;
import java.util.List;

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
    TableText<?, DaveEventKind, ?, ?> text = new TableText<>(DaveTable.SESSION);
    List<String> lines = new ArrayList<>();
    lines.add(HEAD);
    lines.add(text.legend());
    lines.add("");
    lines.add("## Overview");
    lines.add("");
    lines.addAll(text.overview(DaveEventKind::line));
    lines.add("");
    lines.add("## In full");
    for (DaveEventKind kind : DaveTable.SESSION.kinds()) {
      lines.add("");
      lines.add("### " + kind.line() + " " + kind.title());
      lines.add("");
      lines.addAll(text.line(kind));
    }
    return String.join("\n", lines) + "\n";
  }
}
