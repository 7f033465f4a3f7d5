package dev.antiphon.spec.guides;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Reason;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.CloseReaction;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Row;
import dev.antiphon.protocol.CloseCode;
import dev.antiphon.spec.flow.RowCells;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes of each close code, from the rows of the table. */
final class CloseCodesPage {
  private static final int ANY_BELOW_4000 = 3999;
  private static final int ANY_FROM_4000 = 4999;

  /** What is not so while the bot waits for Discord after 4014 or 4022: it has asked nothing. */
  private static final Set<Guard> NOT_WHILE_SEVERED =
      EnumSet.of(
          Guard.LEAVING_FIRST,
          Guard.LEFT_FOR_A_MOVE,
          Guard.OWN_REQUEST,
          Guard.JOINING,
          Guard.MAY_ASK_AGAIN,
          Guard.REJOINING,
          Guard.LISTED_ELSEWHERE,
          Guard.SEVERED_BY_4014,
          Guard.SEVERED_BY_4022);

  private CloseCodesPage() {}

  /** Every code in one line. */
  static String overview() {
    List<String> lines = new ArrayList<>();
    lines.add("| code | says | then |");
    lines.add("|---|---|---|");
    for (CloseCode code : codes()) {
      lines.add(
          "| [%d](#%d) | %s | %s |"
              .formatted(code.number(), code.number(), code.meaning(), brief(reaction(code))));
    }
    lines.add("| [other](#any-other-code) | – | as 1006 below 4000, as 4000 from there on |");
    return String.join("\n", lines);
  }

  /** A section for each code. */
  static String sections() {
    List<String> lines = new ArrayList<>();
    for (CloseCode code : codes()) {
      section(lines, code);
    }
    lines.add("## Any other code");
    lines.add("");
    lines.add(
        "A code that is not in this list is treated as [%d](#%d) below 4000, and as [%d](#%d) from there on."
            .formatted(
                CloseCode.CLOSE_1006.number(),
                alike(ANY_BELOW_4000),
                CloseCode.CLOSE_4000.number(),
                alike(ANY_FROM_4000)));
    return String.join("\n", lines);
  }

  private static void section(List<String> lines, CloseCode code) {
    CloseReaction reaction = reaction(code);
    lines.add("## " + code.number());
    lines.add("");
    lines.add("**" + code.word() + ".** " + code.meaning());
    lines.add("");
    lines.add(summary(reaction));
    lines.add("");
    CloseCode model = model(reaction);
    if (code != model) {
      lines.add("State by state as for [%1$d](#%1$d).".formatted(model.number()));
      lines.add("");
      return;
    }
    lines.add("| in | when | then | row |");
    lines.add("|---|---|---|---|");
    lines.addAll(table(reaction.kind()));
    lines.add("");
    if (reaction.kind() == EventKind.CLOSE_4014) {
      waiting(lines, Guard.SEVERED_BY_4014);
    } else if (reaction.kind() == EventKind.CLOSE_4022) {
      waiting(lines, Guard.SEVERED_BY_4022);
    }
    ends(lines, reaction.kind());
  }

  /** The lines of a kind, states that decide alike together, those without a socket left out. */
  private static List<String> table(EventKind kind) {
    Map<List<String>, List<VoiceState>> alike = new LinkedHashMap<>();
    for (VoiceState state : VoiceState.values()) {
      List<Row> cell = VoiceFlow.TABLE.cell(state, kind);
      if (cell.get(0).outcome() != Row.Outcome.IGNORED) {
        alike
            .computeIfAbsent(
                cell.stream().map(CloseCodesPage::decision).toList(), first -> new ArrayList<>())
            .add(state);
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<VoiceState> states : alike.values()) {
      String in = states.stream().map(VoiceState::title).collect(Collectors.joining(", "));
      int rows = VoiceFlow.TABLE.cell(states.get(0), kind).size();
      for (int i = 0; i < rows; i++) {
        int place = i;
        List<Row> same =
            states.stream().map(state -> VoiceFlow.TABLE.cell(state, kind).get(place)).toList();
        lines.add(
            "| %s | %s | %s |"
                .formatted(i == 0 ? in : "", decision(same.get(0)), TableText.ids(same)));
      }
    }
    return lines;
  }

  private static String decision(Row row) {
    return row.guard().map(Guard::title).orElse("")
        + " | "
        + RowCells.outcome(row, TableText::reason);
  }

  /** What may come while the bot waits to hear what it was. */
  private static void waiting(List<String> lines, Guard severed) {
    lines.add("While it waits:");
    lines.add("");
    lines.add("| comes | when | then | row |");
    lines.add("|---|---|---|---|");
    for (EventKind kind : EventKind.values()) {
      if (kind.line().startsWith("B") || kind == EventKind.SERVER_TIMEOUT) {
        for (Row row : whileSevered(kind, severed)) {
          lines.add("| %s | %s | `%s` |".formatted(TableText.line(kind), decision(row), row.id()));
        }
      }
    }
    lines.add("");
  }

  /** The rows of a line that can be taken after 4014, or after 4022. */
  private static List<Row> whileSevered(EventKind kind, Guard severed) {
    List<Row> rows = new ArrayList<>();
    Set<Guard> failed = EnumSet.noneOf(Guard.class);
    for (Row row : VoiceFlow.TABLE.cell(VoiceState.AWAITING_SERVER_UPDATE, kind)) {
      Guard guard = row.guard().orElse(null);
      boolean possible = guard == null || guard == severed || !NOT_WHILE_SEVERED.contains(guard);
      if (possible && row.outcome() != Row.Outcome.IGNORED) {
        rows.add(row);
      }
      if (guard != null) {
        failed.add(guard);
      }
      if (guard == Guard.SEVERED
          || guard == Guard.FOR_DISCORD
          || failed.containsAll(EnumSet.of(severed, Guard.MAIN_SESSION_LOST))) {
        break; // one of them holds
      }
    }
    return rows;
  }

  /** What the application reads when such a close ends the connection. */
  private static void ends(List<String> lines, EventKind kind) {
    List<Reason> ends =
        Arrays.stream(VoiceState.values())
            .flatMap(state -> VoiceFlow.TABLE.cell(state, kind).stream())
            .filter(row -> row.to().isTerminal() && row.changesState())
            .flatMap(row -> row.reason().stream())
            .distinct()
            .toList();
    if (ends.isEmpty()) {
      return;
    }
    lines.add("If it ends, the bot sees:");
    lines.add("");
    for (Reason end : ends) {
      lines.add("- %s: %s".formatted(TableText.reason(end), TableText.sentence(end).orElseThrow()));
    }
    lines.add("");
  }

  /** In a few words, from what the rows lead to; the sections say when. */
  private static String brief(CloseReaction reaction) {
    List<String> words = new ArrayList<>();
    if (leadsTo(reaction, row -> row.to() == VoiceState.AWAITING_SERVER_UPDATE)) {
      words.add("waits to hear why, then follows, rejoins or ends");
    }
    if (leadsTo(reaction, row -> row.to() == VoiceState.RESUMING)) {
      words.add("resumes");
    }
    if (leadsTo(reaction, row -> row.reason().equals(Optional.of(BackoffPlan.REJOIN)))) {
      words.add("rejoins");
    }
    rows(reaction)
        .filter(row -> row.to().isTerminal())
        .flatMap(row -> row.reason().stream())
        .filter(reason -> reason != FailureCause.RETRIES_EXHAUSTED)
        .distinct()
        .forEach(reason -> words.add("ends as " + TableText.reason(reason)));
    return String.join(", or ", words);
  }

  /** Whether some row of that reaction does so. */
  static boolean leadsTo(CloseReaction reaction, Predicate<Row> how) {
    return rows(reaction).anyMatch(how);
  }

  private static Stream<Row> rows(CloseReaction reaction) {
    return Arrays.stream(VoiceState.values())
        .flatMap(state -> VoiceFlow.TABLE.cell(state, reaction.kind()).stream())
        .filter(Row::changesState);
  }

  /** In a sentence or two; the table below says it exactly. */
  static String summary(CloseReaction reaction) {
    return switch (reaction) {
      case LOSS ->
          "The socket is lost, the session may live on. Once Established it is resumed at once, while audio"
              + " goes on, at most "
              + option("resumes")
              + " times within "
              + option("resumeWindow")
              + ". In Identifying the same credentials are tried again, at most "
              + option("identifies")
              + " times. What cannot be saved so rejoins.";
      case UNKNOWN ->
          "Nobody knows why. Once Established the session is resumed; if that ends so too, or it was never"
              + " Established, the bot rejoins. The code is logged.";
      case SERVER_CRASH ->
          "The server lost its sockets, not its sessions. Once Established the session is resumed, as after a"
              + " lost socket; a connection that was never Established rejoins, without another"
              + " Identify with the same credentials.";
      case PROTOCOL_ERROR ->
          "The server did not understand this library. The bot rejoins, but not for ever: "
              + option("protocolErrors")
              + " of them within "
              + option("protocolErrorWindow")
              + " end the connection.";
      case AUTHENTICATION ->
          "The bot asks for a fresh token and rejoins; "
              + option("authenticationFailures")
              + " in a row end the connection.";
      case INVALID_SESSION ->
          "The session is over: it is not resumed, the bot rejoins with fresh credentials, the first time"
              + " after "
              + option("soonDelay")
              + ".";
      case SERVER_NOT_FOUND ->
          "The bot rejoins, to be given another server; "
              + option("serverNotFound")
              + " in a row end the connection.";
      case UNKNOWN_MODE ->
          "The bot rejoins with the next best encryption mode of "
              + option("modes")
              + "; without one the connection ends.";
      case UNKNOWN_PROTOCOL, RATE_LIMIT -> "The connection ends: trying again would not help.";
      case MISSING_DAVE ->
          "The connection ends: trying again would not help. It comes only where "
              + option("endToEnd")
              + " is switched off, for [end-to-end encryption](encryption.md) is offered otherwise.";
      case DISCONNECTION ->
          "The bot was kicked, moved, or its main session was lost: the code does not say which. It asks for"
              + " nothing and waits "
              + option("severed")
              + " for the main gateway to tell. A move is"
              + " followed, a lost main session is a reason to rejoin, and a kick is the end; it never"
              + " comes back from a kick by itself.";
      case TERMINATED_CALL ->
          "The call was ended for everybody, or taken to another voice server: the code does not say which. The"
              + " bot waits "
              + option("severed")
              + " for the main gateway to name another server, and"
              + " goes there; otherwise it is the end.";
    };
  }

  private static String option(String name) {
    return "[`" + name + "`](configuration.md#" + name.toLowerCase(Locale.ROOT) + ")";
  }

  /** 4900 is left out: it is what this library tells itself, and no server sends it. */
  private static List<CloseCode> codes() {
    return Arrays.stream(CloseCode.values())
        .filter(code -> code != CloseCode.CLOSE_4900)
        .sorted(Comparator.comparingInt(CloseCode::number))
        .toList();
  }

  private static CloseReaction reaction(CloseCode code) {
    return CloseReaction.of(code.number());
  }

  /** The code whose section has the tables, of those that are answered alike. */
  private static CloseCode model(CloseReaction reaction) {
    return reaction == CloseReaction.LOSS
        ? CloseCode.CLOSE_1006 // of them all the one that is looked up
        : codes().stream().filter(code -> reaction(code) == reaction).findFirst().orElseThrow();
  }

  /** The code of the list that any such code is treated as. */
  private static int alike(int code) {
    CloseCode named =
        CloseReaction.of(code) == CloseReaction.LOSS ? CloseCode.CLOSE_1006 : CloseCode.CLOSE_4000;
    if (!Objects.equals(CloseReaction.of(named.number()), CloseReaction.of(code))) {
      throw new AssertionError(code + " is not treated as " + named.number());
    }
    return named.number();
  }
}
