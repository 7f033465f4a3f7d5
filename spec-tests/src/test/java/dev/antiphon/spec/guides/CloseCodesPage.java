package dev.antiphon.spec.guides;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.internal.flow.Action;
import dev.antiphon.internal.flow.CloseReaction;
import dev.antiphon.internal.flow.FlowRows;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.TableText;
import dev.antiphon.protocol.CloseCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes of each close code, from the rows of the table. */
final class CloseCodesPage {
  private static final int ANY_BELOW_4000 = 3999;
  private static final int ANY_FROM_4000 = 4999;

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
    lines.add("**" + code.title() + ".** " + code.meaning());
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
      waiting(lines, WaitReason.SEVERED_4014);
    } else if (reaction.kind() == EventKind.CLOSE_4022) {
      waiting(lines, WaitReason.SEVERED_4022);
    }
    ends(lines, reaction.kind());
  }

  /** The lines of a kind, states that decide alike together, those without a socket left out. */
  private static List<String> table(EventKind kind) {
    Map<List<String>, List<VoiceState>> alike = new LinkedHashMap<>();
    for (VoiceState state : VoiceState.values()) {
      List<Row<Substate, EventKind, Guard, Action>> cell = VoiceFlow.TABLE.rows(state, kind);
      if (cell.get(0).outcome() != Outcome.IGNORED) {
        alike
            .computeIfAbsent(
                cell.stream().map(CloseCodesPage::decision).toList(), first -> new ArrayList<>())
            .add(state);
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<VoiceState> states : alike.values()) {
      String in = states.stream().map(VoiceState::title).collect(Collectors.joining(", "));
      int rows = VoiceFlow.TABLE.rows(states.get(0), kind).size();
      for (int i = 0; i < rows; i++) {
        int place = i;
        List<Row<Substate, EventKind, Guard, Action>> same =
            states.stream().map(state -> VoiceFlow.TABLE.rows(state, kind).get(place)).toList();
        lines.add(
            "| %s | %s | %s |"
                .formatted(i == 0 ? in : "", decision(same.get(0)), TableWords.ids(same)));
      }
    }
    return lines;
  }

  /** Where it is known in which substate the row is tried, only its guard has to be told. */
  private static String decision(Row<Substate, EventKind, Guard, Action> row) {
    return row.guard().map(Guard::title).orElse("")
        + " | "
        + TableText.outcome(row, TableWords::reason);
  }

  /** What may come while the bot waits to hear what it was. */
  private static void waiting(List<String> lines, WaitReason severed) {
    lines.add("While it waits:");
    lines.add("");
    lines.add("| comes | when | then | row |");
    lines.add("|---|---|---|---|");
    for (EventKind kind : EventKind.values()) {
      if (kind.line().startsWith("B") || kind == EventKind.SERVER_TIMEOUT) {
        for (Row<Substate, EventKind, Guard, Action> row : whileSevered(kind, severed)) {
          lines.add("| %s | %s | `%s` |".formatted(TableWords.line(kind), decision(row), row.id()));
        }
      }
    }
    lines.add("");
  }

  /** The rows of a line that can be taken then: no op 4 is unanswered. */
  private static List<Row<Substate, EventKind, Guard, Action>> whileSevered(
      EventKind kind, WaitReason severed) {
    return VoiceFlow.TABLE.cell(severed, kind).stream()
        .filter(row -> row.outcome() != Outcome.IGNORED)
        .filter(row -> !row.guard().equals(Optional.of(Guard.LISTED_ELSEWHERE)))
        .toList();
  }

  /** What the application reads when such a close ends the connection. */
  private static void ends(List<String> lines, EventKind kind) {
    List<Substate> ends =
        Arrays.stream(VoiceState.values())
            .flatMap(state -> VoiceFlow.TABLE.rows(state, kind).stream())
            .filter(row -> FlowRows.to(row).isTerminal() && row.changesState())
            .flatMap(row -> row.to().stream())
            .distinct()
            .toList();
    if (ends.isEmpty()) {
      return;
    }
    lines.add("If it ends, the bot sees:");
    lines.add("");
    for (Substate end : ends) {
      lines.add(
          "- %s: %s".formatted(TableWords.reason(end), TableWords.sentence(end).orElseThrow()));
    }
    lines.add("");
  }

  /** In a few words, from what the rows lead to; the sections say when. */
  private static String brief(CloseReaction reaction) {
    List<String> words = new ArrayList<>();
    if (leadsTo(reaction, row -> FlowRows.to(row) == VoiceState.AWAITING_SERVER_UPDATE)) {
      words.add("waits to hear why, then follows, rejoins or ends");
    }
    if (leadsTo(reaction, row -> FlowRows.to(row) == VoiceState.RESUMING)) {
      words.add("resumes");
    }
    if (leadsTo(reaction, row -> row.to().equals(Optional.of(BackoffPlan.REJOIN)))) {
      words.add("rejoins");
    }
    rows(reaction)
        .filter(row -> FlowRows.to(row).isTerminal())
        .flatMap(row -> row.to().stream())
        .filter(reason -> reason != FailureCause.RETRIES_EXHAUSTED)
        .distinct()
        .forEach(reason -> words.add("ends as " + TableWords.reason(reason)));
    return String.join(", or ", words);
  }

  /** Whether some row of that reaction does so. */
  static boolean leadsTo(
      CloseReaction reaction, Predicate<Row<Substate, EventKind, Guard, Action>> how) {
    return rows(reaction).anyMatch(how);
  }

  private static Stream<Row<Substate, EventKind, Guard, Action>> rows(CloseReaction reaction) {
    return Arrays.stream(VoiceState.values())
        .flatMap(state -> VoiceFlow.TABLE.rows(state, reaction.kind()).stream())
        .filter(Row::changesState);
  }

  /** In a sentence or two; the table below says it exactly. */
  static String summary(CloseReaction reaction) {
    return switch (reaction) {
      case SOCKET_LOST ->
          "The socket is lost, the session may live on. Once Established it is resumed at once, while audio"
              + " goes on, at most "
              + option("resumes")
              + " times within "
              + option("resumeWindow")
              + ". In Identifying the same credentials are tried again, at most "
              + option("identifies")
              + " times. What cannot be saved so rejoins.";
      case CLOSE_4000 ->
          "Nobody knows why. Once Established the session is resumed; if that ends so too, or it was never"
              + " Established, the bot rejoins. The code is logged.";
      case CLOSE_4015 ->
          "The server lost its sockets, not its sessions. Once Established the session is resumed, as after a"
              + " lost socket; a connection that was never Established rejoins, without another"
              + " Identify with the same credentials.";
      case CLOSE_4001_4002_4003_4005_4020 ->
          "The server did not understand this library. The bot rejoins, but not for ever: "
              + option("protocolErrors")
              + " of them within "
              + option("protocolErrorWindow")
              + " end the connection.";
      case CLOSE_4004 ->
          "The bot asks for a fresh token and rejoins; "
              + option("authenticationFailures")
              + " in a row end the connection.";
      case CLOSE_4006_4009 ->
          "The session is over: it is not resumed, the bot rejoins with fresh credentials, the first time"
              + " after "
              + option("soonDelay")
              + ".";
      case CLOSE_4011 ->
          "The bot rejoins, to be given another server; "
              + option("serverNotFound")
              + " in a row end the connection.";
      case CLOSE_4016 ->
          "The bot rejoins with the next best encryption mode of "
              + option("modes")
              + "; without one the connection ends.";
      case CLOSE_4012, CLOSE_4021 -> "The connection ends: trying again would not help.";
      case CLOSE_4017 ->
          "The connection ends: trying again would not help. It comes only where "
              + option("endToEnd")
              + " is switched off, for [end-to-end encryption](encryption.md) is offered otherwise.";
      case CLOSE_4014 ->
          "The bot was kicked, moved, or its main session was lost: the code does not say which. It asks for"
              + " nothing and waits "
              + option("severed")
              + " for the main gateway to tell. A move is"
              + " followed, a lost main session is a reason to rejoin, and a kick is the end; it never"
              + " comes back from a kick by itself.";
      case CLOSE_4022 ->
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
    return reaction == CloseReaction.SOCKET_LOST
        ? CloseCode.CLOSE_1006 // of them all the one that is looked up
        : codes().stream().filter(code -> reaction(code) == reaction).findFirst().orElseThrow();
  }

  /** The code of the list that any such code is treated as. */
  private static int alike(int code) {
    CloseCode named =
        CloseReaction.of(code) == CloseReaction.SOCKET_LOST
            ? CloseCode.CLOSE_1006
            : CloseCode.CLOSE_4000;
    if (!Objects.equals(CloseReaction.of(named.number()), CloseReaction.of(code))) {
      throw new AssertionError(code + " is not treated as " + named.number());
    }
    return named.number();
  }
}
