package dev.antiphon.spec.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Kind;
import dev.antiphon.machine.TableText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The whole table of the flow in Markdown: the decision for each state and each event. */
public final class FlowTable {
  /** The sections of the table, by the first letter of their lines. */
  static final Map<Character, String> SECTIONS = new LinkedHashMap<>();

  static {
    SECTIONS.put('A', "Commands of the application");
    SECTIONS.put('B', "Events of the main gateway");
    SECTIONS.put('C', "Opening and messages of the voice socket");
    SECTIONS.put('D', "Closes of the voice socket");
    SECTIONS.put('E', "Timers");
    SECTIONS.put('F', "UDP");
    SECTIONS.put('H', "Answers of the application's policy");
    SECTIONS.put('K', "Keys of the end-to-end encryption");
  }

  private static final String HEAD =
      """
      # The transition table

      The decision for each state and each event. A test writes this page from the table that runs.
      [The rules](rules.md) explain the decisions and, under [Terms](rules.md#terms), words such as "op 4" and "round".

      The overview has a line for each event and a column for each state. Each cell shows the result:

      - `→XX` changes the state. If XX is the same state, this state is left and entered again.
      - `I` has effects but keeps the state.
      - `V` counts and reports a violation.
      - `R` refuses a command.
      - `–` does nothing.

      A cell with conditions shows several results. The conditions are tried in this order. Below the
      overview, each event has a section with all its rows. States with equal rows share a line there.
      Some rows apply only to some reasons of their state, such as "in Rejoin, leaving".

      The id of a row, such as `E1.ASU.2`, consists of the line (E1), the state (ASU) and the position
      of the row in its cell (2). An event of an earlier socket, UDP path, timer or op 4 is dropped
      before the table is read ([rule G0](rules.md#g0-late-events)).
      """;

  private static final String OUTSIDE =
      """
      ## Outside the table

      These events never change a state. They are too frequent for a state machine, or need no decision.

      | line | event | handling |
      |---|---|---|
      | A7 | audio frame | in ES and RS: encrypted and sent; elsewhere: waits in the bounded queue; dropped and counted when the connection ends |
      | A8 | requested speaking flags | stored until the end; in ES: op 5 if the flags change |
      | C9 | heartbeat answered | the round trip is measured; the count of missed heartbeats is 0 again |
      | C10 | heartbeat answered with an unknown nonce | counted |
      | C11 | heartbeat requested (op 3) | a heartbeat is sent at once |
      | C12 | op 5, 11, 13 | the SSRC of each speaker and the members of the channel are stored |
      | C13 | DAVE message | passed to the end-to-end encryption |
      | C14 | any other opcode | its sequence number is stored; logged once per opcode |
      | E9 | heartbeat due | op 3 is sent; with more unanswered heartbeats than tolerated, line E10 follows |
      | E12 | a budget is used up | a condition of every row that leads to Backoff: the connection fails with RetriesExhausted instead |
      | E15 | keepalive due | in ES and RS: 8 bytes with a counter are sent |
      | F4 | discovery answer, invalid | counted; the wait continues |
      | F5 | any other datagram | in ES and RS: RTP is decrypted and delivered, RTCP packets and returned keepalives are counted; elsewhere: counted |
      | F6 | send failed because a buffer was full | the packet is dropped and counted |
      """;

  private FlowTable() {}

  static String markdown() {
    TableText<?, EventKind, ?, ?> text = new TableText<>(VoiceFlow.TABLE);
    List<String> lines = new ArrayList<>();
    lines.add(HEAD);
    lines.add(text.legend());
    lines.add("");
    lines.add("## Overview");
    lines.add("");
    lines.addAll(text.overview(kind -> "[" + kind.line() + "](#" + anchor(kind) + ")"));
    lines.add("");
    SECTIONS.forEach((section, title) -> section(lines, text, section, title));
    lines.add(OUTSIDE.strip());
    return String.join("\n", lines) + "\n";
  }

  private static void section(
      List<String> lines, TableText<?, EventKind, ?, ?> text, char section, String title) {
    lines.add("## " + section + ". " + title);
    lines.add("");
    for (EventKind kind : EventKind.values()) {
      if (kind.line().charAt(0) == section) {
        lines.add("### " + kind.line() + " " + kind.title());
        lines.add("");
        lines.addAll(text.line(kind));
        lines.add("");
      }
    }
  }

  /** Returns the anchor that GitHub creates for the heading of a line. */
  public static String anchor(Kind kind) {
    return (kind.line() + " " + kind.title())
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }
}
