package dev.antiphon.statemachine.flow;

import java.util.List;
import java.util.Optional;

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
 * @param reason why that state is entered, where it has reasons
 * @param actions what is done, in order
 * @param note why an event is ignored or a command refused; may be empty
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
    REFUSED
  }

  /** Takes a copy of the actions. */
  public Row {
    actions = List.copyOf(actions);
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
