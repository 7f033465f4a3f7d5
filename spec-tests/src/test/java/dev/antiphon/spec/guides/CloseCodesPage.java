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

/** Generates the page of close codes from the rows of the transition table. */
final class CloseCodesPage {
  private static final Set<Guard> FOR_ALL_CODES =
      EnumSet.of(Guard.REQUEST_UNANSWERED, Guard.SESSION_CONTESTED);

  private static final int ANY_BELOW_4000 = 3999;
  private static final int ANY_FROM_4000 = 4999;

  private CloseCodesPage() {}

  /** Every code in one line. */
  static String overview() {
    List<String> lines = new ArrayList<>();
    lines.add("| code | meaning | reaction |");
    lines.add("|---|---|---|");
    for (CloseCode code : codes()) {
      lines.add(
          "| [%d](#%d) | %s | %s |"
              .formatted(code.number(), code.number(), code.meaning(), brief(reaction(code))));
    }
    lines.add(
        "| [other](#any-other-code) | – | below 4000: the same as 1006; above 4000: the same as 4000 |");
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
        ("A code below 4000 that is not in this list is handled like [%d](#%d). A code above"
                + " 4000 that is not in this list is handled like [%d](#%d).")
            .formatted(
                CloseCode.CLOSE_1006.number(),
                equivalent(ANY_BELOW_4000),
                CloseCode.CLOSE_4000.number(),
                equivalent(ANY_FROM_4000)));
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
      lines.add(
          "The table for each state is the same as for [%1$d](#%1$d).".formatted(model.number()));
      lines.add("");
      return;
    }
    lines.add("| state | condition | result | row |");
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

  /**
   * The rows of an event kind. States with equal decisions share their rows. States without a
   * socket are omitted.
   */
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

  /**
   * The guard and the result of a row. The substate is omitted, because the table's heading names
   * it.
   */
  private static String decision(Row<Substate, EventKind, Guard, Action> row) {
    return row.guard().map(Guard::title).orElse("")
        + " | "
        + TableText.outcome(row, TableWords::reason);
  }

  /** The events that are possible while the bot waits for the reason of the close. */
  private static void waiting(List<String> lines, WaitReason severed) {
    lines.add("During the wait:");
    lines.add("");
    lines.add("| event | condition | result | row |");
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

  /**
   * The rows that are possible during that wait, when no voice state update (opcode 4) is
   * unanswered.
   */
  private static List<Row<Substate, EventKind, Guard, Action>> whileSevered(
      EventKind kind, WaitReason severed) {
    return VoiceFlow.TABLE.cell(severed, kind).stream()
        .filter(row -> row.outcome() != Outcome.IGNORED)
        .filter(row -> !row.guard().equals(Optional.of(Guard.LISTED_ELSEWHERE)))
        .toList();
  }

  /** The messages for the application if such a close ends the connection. */
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
    lines.add("Possible ends of the connection:");
    lines.add("");
    for (Substate end : ends) {
      lines.add(
          "- %s: %s".formatted(TableWords.reason(end), TableWords.sentence(end).orElseThrow()));
    }
    lines.add("");
  }

  /** A short form of the reaction, from the results of the rows. */
  private static String brief(CloseReaction reaction) {
    List<String> words = new ArrayList<>();
    if (leadsTo(reaction, row -> FlowRows.to(row) == VoiceState.AWAITING_SERVER_UPDATE)) {
      words.add("waits for the reason, then follows a move, rejoins or ends");
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
        .forEach(reason -> words.add("ends with " + TableWords.reason(reason)));
    return String.join(", or ", words);
  }

  /** Whether a row of this reaction matches. */
  static boolean leadsTo(
      CloseReaction reaction, Predicate<Row<Substate, EventKind, Guard, Action>> how) {
    return rows(reaction).anyMatch(how);
  }

  /** The rows that change the state, except those that the page explains for all codes together. */
  private static Stream<Row<Substate, EventKind, Guard, Action>> rows(CloseReaction reaction) {
    return Arrays.stream(VoiceState.values())
        .flatMap(state -> VoiceFlow.TABLE.rows(state, reaction.kind()).stream())
        .filter(Row::changesState)
        .filter(row -> row.guard().filter(FOR_ALL_CODES::contains).isEmpty());
  }

  /** A short summary of the reaction. The table below it is exact. */
  static String summary(CloseReaction reaction) {
    return switch (reaction) {
      case SOCKET_LOST ->
          "The WebSocket is lost, but the session is possibly still valid. A connection that was Established"
              + " resumes immediately, at most "
              + option("resumes")
              + " times within "
              + option("resumeWindow")
              + ". Audio continues. In Identifying, the bot sends Identify with the same credentials again, at most "
              + option("identifies")
              + " times. If these attempts fail, the bot rejoins.";
      case CLOSE_4000 ->
          "The reason is unknown. A connection that was Established resumes. If the resume ends with the same code, or the"
              + " connection was never Established, the bot rejoins. The code is logged.";
      case CLOSE_4015 ->
          "The server lost its WebSockets, but not its sessions. A connection that was Established resumes. A"
              + " connection that was never Established rejoins with new credentials.";
      case CLOSE_4001_4002_4003_4005_4020 ->
          "The server rejected a message of this library. The bot rejoins. The connection ends after "
              + option("protocolErrors")
              + " such closes within "
              + option("protocolErrorWindow")
              + ".";
      case CLOSE_4004 ->
          "The bot requests a new token and rejoins. The connection ends after "
              + option("authenticationFailures")
              + " such closes in a row.";
      case CLOSE_4006_4009 ->
          "The session has ended and cannot be resumed. The bot rejoins with new credentials. The delay before"
              + " the first attempt is "
              + option("soonDelay")
              + ".";
      case CLOSE_4011 ->
          "The bot rejoins to get another server. The connection ends after "
              + option("serverNotFound")
              + " such closes in a row.";
      case CLOSE_4016 ->
          "The bot rejoins with the next encryption mode of "
              + option("modes")
              + ". If there is no other mode, the connection ends.";
      case CLOSE_4012, CLOSE_4021 -> "The connection ends, because a retry would fail again.";
      case CLOSE_4017 ->
          "The connection ends, because a retry would fail again. This code means that the option "
              + option("endToEnd")
              + " is OFF. Otherwise the bot offers [end-to-end encryption](encryption.md).";
      case CLOSE_4014 ->
          "The code has three possible reasons: the bot was kicked, it was moved, or its main session was"
              + " lost. The bot waits at most "
              + option("severed")
              + " for an event of the main gateway that shows the reason. After a move, the bot connects to the"
              + " new channel. After the loss of the main session, the bot rejoins. After a kick, the connection"
              + " ends, and the bot does not come back automatically.";
      case CLOSE_4022 ->
          "The code has two possible reasons: the call ended for all users, or it moved to another voice"
              + " server. The bot waits at most "
              + option("severed")
              + " for a new voice server and connects to it. If there is none, the connection ends.";
    };
  }

  private static String option(String name) {
    return "[`" + name + "`](configuration.md#" + name.toLowerCase(Locale.ROOT) + ")";
  }

  /** All codes except 4900, which only this library uses and no server sends. */
  private static List<CloseCode> codes() {
    return Arrays.stream(CloseCode.values())
        .filter(code -> code != CloseCode.CLOSE_4900)
        .sorted(Comparator.comparingInt(CloseCode::number))
        .toList();
  }

  private static CloseReaction reaction(CloseCode code) {
    return CloseReaction.of(code.number());
  }

  /** The code whose section contains the tables for all codes with this reaction. */
  private static CloseCode model(CloseReaction reaction) {
    return reaction == CloseReaction.SOCKET_LOST
        ? CloseCode.CLOSE_1006 // the code that users most often look up
        : codes().stream().filter(code -> reaction(code) == reaction).findFirst().orElseThrow();
  }

  /** The code of the list that is handled in the same way. */
  private static int equivalent(int code) {
    CloseCode named =
        CloseReaction.of(code) == CloseReaction.SOCKET_LOST
            ? CloseCode.CLOSE_1006
            : CloseCode.CLOSE_4000;
    if (!Objects.equals(CloseReaction.of(named.number()), CloseReaction.of(code))) {
      throw new AssertionError(code + " is not handled like " + named.number());
    }
    return named.number();
  }
}
