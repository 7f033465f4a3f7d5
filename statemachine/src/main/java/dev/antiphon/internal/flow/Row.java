package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Reason;
import dev.antiphon.flow.VoiceState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A line of the table: in this state, on this event, if the guard holds, this is done. What really
 * happened is a {@code Transition}.
 *
 * @param id line, state and order, such as {@code E1.ASU.2}: unique, and stable for audit files
 * @param event the kind of event
 * @param from the state that it stands for
 * @param guard the condition; empty for the last row of a cell
 * @param outcome what becomes of the event
 * @param to the state afterwards; {@code from} unless the outcome changes it
 * @param reason why that state is entered, or why it goes on from now on, where it has reasons
 * @param actions what is done, in order
 * @param note why an event is ignored, a command refused, or nothing done; may be empty
 */
public record Row(
    String id,
    EventKind event,
    VoiceState from,
    Optional<Guard> guard,
    Outcome outcome,
    VoiceState to,
    Optional<Reason> reason,
    List<Action> actions,
    String note) {

  /** What becomes of an event. */
  public enum Outcome {
    /** The state is left, for another or for itself anew. */
    TRANSITION,
    /** Something is done, and the state stays. */
    INTERNAL,
    /** Nothing is done. */
    IGNORED,
    /** The peer broke the protocol: counted and reported. */
    VIOLATION,
    /** The application's command is refused. */
    REFUSED;

    /** The name that people and files read, such as {@code transition}. */
    public String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Takes a copy of the actions. */
  public Row {
    actions = List.copyOf(actions);
  }

  /** The id under which late events of something no longer held are dropped (rule G0). */
  private static final String STALE = "G0";

  /** Stands for the dropping of a late event, before the table is asked. */
  static Row stale(VoiceState state, EventKind kind) {
    return new Row(
        STALE,
        kind,
        state,
        Optional.empty(),
        Outcome.IGNORED,
        state,
        Optional.empty(),
        List.of(),
        "stale");
  }

  /** Whether the event was dropped as late. */
  public boolean isStale() {
    return id.equals(STALE);
  }

  /** This row, doing more. */
  Row alsoDoing(List<Action> more) {
    List<Action> all = Stream.concat(actions.stream(), more.stream()).toList();
    return new Row(id, event, from, guard, outcome, to, reason, all, note);
  }

  /** Whether this row leaves its state. */
  public boolean changesState() {
    return outcome == Outcome.TRANSITION;
  }

  /** Whether this row is the one for the situation, given that no earlier one was. */
  public boolean matches(Situation situation) {
    return guard.isEmpty() || guard.get().holds(situation);
  }
}
