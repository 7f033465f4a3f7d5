package dev.antiphon.internal.flow;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Reason;
import dev.antiphon.flow.VoiceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets rows be written as sentences: on an event, in some states, when a guard holds, go there or
 * stay, doing this.
 *
 * <p>What is said last holds until it is said anew: several {@code when} may follow one {@code in},
 * several {@code in} one {@code on}.
 */
final class TableWriter {
  private final List<Row> rows = new ArrayList<>();
  private final Map<String, Integer> alternatives = new HashMap<>();
  private EventKind event;
  private List<VoiceState> states = List.of();
  private Optional<Guard> guard = Optional.empty();
  private List<Row> justWritten = List.of();

  TableWriter on(EventKind kind) {
    event = kind;
    states = List.of();
    guard = Optional.empty();
    return this;
  }

  TableWriter in(VoiceState... those) {
    states = List.of(those);
    guard = Optional.empty();
    return this;
  }

  /** In every state that no row of this event was written for. */
  TableWriter elsewhere() {
    EventKind current = event;
    return in(
        Arrays.stream(VoiceState.values())
            .filter(
                state ->
                    rows.stream().noneMatch(row -> row.event() == current && row.from() == state))
            .toArray(VoiceState[]::new));
  }

  TableWriter when(Guard condition) {
    guard = Optional.of(condition);
    return this;
  }

  TableWriter otherwise() {
    guard = Optional.empty();
    return this;
  }

  TableWriter goTo(VoiceState to) {
    return write(Row.Outcome.TRANSITION, to, null, "");
  }

  TableWriter goTo(VoiceState to, Reason reason) {
    return write(Row.Outcome.TRANSITION, to, reason, "");
  }

  /** Rejoins after a wait while the budget lasts; without it the connection has failed (E12). */
  TableWriter rejoin(Action... actions) {
    return rejoin(List.of(actions), List.of());
  }

  /** The same, but soon: Discord has ended the session, or will not resume it. */
  TableWriter rejoinSoon(Action... actions) {
    return rejoin(List.of(actions), List.of(Action.SOON));
  }

  /** The same, without a wait: nothing is wrong with Discord. */
  TableWriter rejoinAtOnce(Action... actions) {
    return rejoin(List.of(actions), List.of(Action.AT_ONCE));
  }

  private TableWriter rejoin(List<Action> actions, List<Action> haste) {
    return when(Guard.MAY_REJOIN)
        .goTo(VoiceState.BACKOFF, BackoffPlan.REJOIN)
        .doing(actions)
        .doing(haste)
        .otherwise()
        .goTo(VoiceState.FAILED, FailureCause.RETRIES_EXHAUSTED)
        .doing(actions);
  }

  /** Resumes at once while the budget lasts, else rejoins. */
  TableWriter resume(Action... actions) {
    return when(Guard.MAY_RESUME).goTo(VoiceState.RESUMING).doing(actions).rejoin(actions);
  }

  /** Resumes after a wait while the budget lasts, else rejoins soon: the resume has failed. */
  TableWriter resumeLater(Action... actions) {
    return when(Guard.MAY_RESUME)
        .goTo(VoiceState.BACKOFF, BackoffPlan.RESUME)
        .doing(actions)
        .rejoinSoon(actions);
  }

  /** Identifies again after a wait, once for each set of credentials, else rejoins. */
  TableWriter identifyLater(Action... actions) {
    return when(Guard.MAY_IDENTIFY_AGAIN)
        .goTo(VoiceState.BACKOFF, BackoffPlan.IDENTIFY)
        .doing(actions)
        .rejoin(actions);
  }

  TableWriter stay() {
    return write(Row.Outcome.INTERNAL, null, null, "");
  }

  /** The machine has nothing to do; the note says who has. */
  TableWriter stay(String note) {
    return write(Row.Outcome.INTERNAL, null, null, note);
  }

  /** The state goes on, for another reason. */
  TableWriter stay(Reason reason) {
    return write(Row.Outcome.INTERNAL, null, reason, "");
  }

  TableWriter ignore(String why) {
    return write(Row.Outcome.IGNORED, null, null, why);
  }

  /** Cannot be of the present here; were it to come, nothing is done. */
  TableWriter stale() {
    return ignore("stale");
  }

  TableWriter violation() {
    return write(Row.Outcome.VIOLATION, null, null, "").doing(Action.REPORT_VIOLATION);
  }

  TableWriter refuse(String why) {
    return write(Row.Outcome.REFUSED, null, null, why);
  }

  Table table() {
    return Table.of(rows);
  }

  /** What the rows just written do, in this order, after what they do already. */
  TableWriter doing(Action... actions) {
    return doing(List.of(actions));
  }

  private TableWriter doing(List<Action> actions) {
    justWritten.replaceAll(row -> row.alsoDoing(actions));
    return this;
  }

  private TableWriter write(Row.Outcome outcome, VoiceState to, Reason reason, String note) {
    int first = rows.size();
    for (VoiceState from : states) {
      String cell = event.line() + "." + from.code();
      int order = alternatives.merge(cell, 1, Integer::sum);
      rows.add(
          new Row(
              cell + "." + order,
              event,
              from,
              guard,
              outcome,
              to == null ? from : to,
              Optional.ofNullable(reason),
              List.of(),
              note));
    }
    justWritten = rows.subList(first, rows.size());
    return this;
  }
}
