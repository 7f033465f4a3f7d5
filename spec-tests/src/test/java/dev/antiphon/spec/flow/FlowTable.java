package dev.antiphon.spec.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The whole table of the flow in Markdown: what is decided in every state on every event. */
public final class FlowTable {
  /** The sections of the table, by the letter that their lines begin with. */
  static final Map<Character, String> SECTIONS = new LinkedHashMap<>();

  static {
    SECTIONS.put('A', "What the application asks");
    SECTIONS.put('B', "What the main gateway says");
    SECTIONS.put('C', "What the voice socket says");
    SECTIONS.put('D', "How the voice socket closes");
    SECTIONS.put('E', "Timers");
    SECTIONS.put('F', "UDP");
    SECTIONS.put('H', "What the application's policy answers");
  }

  private static final String HEAD =
      """
      # The table of the flow

      What is decided in each state on each event. It is written from the table that runs, by a test.

      The overview has a line for each event and a column for each state: `→XX` changes the state, to
      itself where it is entered anew, `I` does something and stays, `V` counts and reports a violation,
      `R` refuses a command, `–` does nothing. Where a cell decides by guards its outcomes stand in the
      order in which they are tried. Below it stands each line in full, states that decide alike
      together; the id of a row, such as `E1.ASU.2`, is line, state and order. A late event of a socket,
      path, timer or op 4 that is no longer held is dropped before the table is asked (`G0`).
      """;

  private static final String OUTSIDE =
      """
      ## Outside the machine

      These happen too often to be events of a machine, or answer nothing, and never change a state.

      | | what | then |
      |---|---|---|
      | A7 | audio frame | ES and RS: encrypted and sent; elsewhere it waits in the bounded queue, and is dropped, counted, when the connection ends |
      | A8 | speaking intent | remembered until the end; ES: op 5 if it changes something |
      | C9 | heartbeat answered | round trip measured, nothing missed any more |
      | C10 | heartbeat answered with an unknown nonce | counted |
      | C11 | heartbeat asked for (op 3) | a heartbeat at once |
      | C12 | op 5, 11, 13 | who speaks with which SSRC, and who is there |
      | C13 | DAVE | to the end-to-end encryption |
      | C14 | any other opcode | its sequence is taken; logged once for each opcode |
      | E9 | heartbeat due | op 3, one more unanswered; beyond the tolerated number it is line E10 |
      | E12 | a budget is spent | a guard of every row that would wait: RetriesExhausted instead |
      | E15 | keepalive due | ES and RS: 8 bytes with a counter |
      | F4 | discovery answer, invalid | counted; the next is awaited |
      | F5 | any other datagram | ES and RS: RTP is decrypted and delivered, RTCP and echoes are counted; elsewhere counted |
      | F6 | send failed for want of room | the packet is dropped, counted |
      """;

  private FlowTable() {}

  static String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(HEAD);
    lines.add(
        Arrays.stream(VoiceState.values())
            .map(state -> "`" + state.code() + "` " + state.title())
            .collect(Collectors.joining(", ", "States: ", ".")));
    lines.add("");
    lines.add("## Overview");
    lines.add("");
    overview(lines);
    SECTIONS.forEach((section, title) -> section(lines, section, title));
    lines.add(OUTSIDE.strip());
    return String.join("\n", lines) + "\n";
  }

  private static void overview(List<String> lines) {
    lines.add(
        Arrays.stream(VoiceState.values())
            .map(VoiceState::code)
            .collect(Collectors.joining(" | ", "| | event | ", " |")));
    lines.add("|---|---|" + "---|".repeat(VoiceState.values().length));
    for (EventKind kind : EventKind.values()) {
      String link = "[" + kind.line() + "](#" + anchor(kind) + ")";
      lines.add(
          Arrays.stream(VoiceState.values())
              .map(state -> outline(VoiceFlow.TABLE.cell(state, kind)))
              .collect(
                  Collectors.joining(" | ", "| " + link + " | " + kind.title() + " | ", " |")));
    }
    lines.add("");
  }

  private static String outline(List<Row> cell) {
    return cell.stream().map(RowCells::letter).distinct().collect(Collectors.joining(" "));
  }

  private static void section(List<String> lines, char section, String title) {
    lines.add("## " + section + ". " + title);
    lines.add("");
    for (EventKind kind : EventKind.values()) {
      if (kind.line().charAt(0) == section) {
        lines.add("### " + kind.line() + " " + kind.title());
        lines.add("");
        lines.add("| in | when | then | doing |");
        lines.add("|---|---|---|---|");
        alike(kind).forEach((cell, states) -> lines.addAll(full(states, cell)));
        lines.add("");
      }
    }
  }

  /** The cells of a line, each with the states that decide so. */
  private static Map<List<String>, List<VoiceState>> alike(EventKind kind) {
    Map<List<String>, List<VoiceState>> alike = new LinkedHashMap<>();
    for (VoiceState state : VoiceState.values()) {
      List<String> cell = VoiceFlow.TABLE.cell(state, kind).stream().map(RowCells::of).toList();
      alike.computeIfAbsent(cell, first -> new ArrayList<>()).add(state);
    }
    return alike;
  }

  private static List<String> full(List<VoiceState> states, List<String> cell) {
    List<String> lines = new ArrayList<>();
    String in = states.stream().map(VoiceState::code).collect(Collectors.joining(", "));
    for (String row : cell) {
      lines.add("| " + (lines.isEmpty() ? in : "") + " | " + row + " |");
    }
    return lines;
  }

  /** The heading of a line, as GitHub makes an anchor of it. */
  public static String anchor(EventKind kind) {
    return (kind.line() + " " + kind.title())
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }
}
