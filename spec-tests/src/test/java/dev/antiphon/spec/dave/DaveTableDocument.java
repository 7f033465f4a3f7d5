package dev.antiphon.spec.dave;

import dev.antiphon.dave.DaveEventKind;
import dev.antiphon.dave.DaveTable;
import dev.antiphon.machine.TableText;
import java.util.ArrayList;
import java.util.List;

/** Writes the table of a DAVE session as Markdown. */
final class DaveTableDocument {
  private static final String HEAD =
      """
      # The table of a DAVE session

      This table shows what a session of Discord's end-to-end encryption (DAVE) does for each event in each
      state. A test generates this page from the table in the code.

      Each line of the table is a kind of event. The number of a line is the voice gateway's opcode, and the
      letter after it distinguishes events with the same opcode. `E` and `F` are not opcodes: the library
      defines these lines. A cell of the overview contains the outcome:

      | outcome | meaning |
      |---|---|
      | `→XXX` | the session enters the state `XXX`; it can be the same state again |
      | `I` | the session runs actions and stays in its state |
      | `R` | the event is refused and reported |
      | `–` | the event is ignored |

      If a cell has several outcomes, conditions (guards) decide. They are evaluated in the given order. The
      section "All rows" shows each line in full; states with equal rows are combined. The id of a row, such as
      `29b.ACT.1`, consists of the line, the state and the position in the cell.

      Terms:

      - Group, epoch, proposal, commit, welcome, key package and external sender are terms of MLS (RFC 9420).
      - "We", "us" and "our" mean this client.
      - A transition is a change of the keys or of the DAVE version of a call. The gateway announces a transition,
        the clients answer that they are ready, and then the gateway executes it. The transition with the id 0 is
        executed immediately. Version 0 means no end-to-end encryption.

      If a step changes the media keys or the encryption status, they are published at the end of the step. Keys
      are published before messages are sent.

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
    lines.add("## All rows");
    for (DaveEventKind kind : DaveTable.SESSION.kinds()) {
      lines.add("");
      lines.add("### " + kind.line() + " " + kind.title());
      lines.add("");
      lines.addAll(text.line(kind));
    }
    return String.join("\n", lines) + "\n";
  }
}
