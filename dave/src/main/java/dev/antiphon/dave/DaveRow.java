package dev.antiphon.dave;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A line of the table: in this state, on this event, if the guard holds, this is done.
 *
 * @param id line, state and order, such as {@code 29b.ACT.1}: unique and stable
 * @param event the kind of event
 * @param from the state that it stands for
 * @param guard the condition; empty for the last row of a cell
 * @param outcome what becomes of the event
 * @param to the state afterwards; {@code from} unless the outcome changes it
 * @param actions what is done, in order
 * @param note why an event is ignored; may be empty
 */
public record DaveRow(
    String id,
    DaveEventKind event,
    DaveState from,
    Optional<DaveGuard> guard,
    Outcome outcome,
    DaveState to,
    List<DaveAction> actions,
    String note) {

  /** What becomes of an event. */
  public enum Outcome {
    /** The state is left, for another or for itself anew. */
    TRANSITION,
    /** Something is done, and the state stays. */
    INTERNAL,
    /** Nothing is done. */
    IGNORED,
    /** Nothing is done, and the gateway's message was not in order: counted and reported. */
    REFUSED;

    /** The name that people and files read, such as {@code transition}. */
    public String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Takes a copy of the actions. */
  public DaveRow {
    actions = List.copyOf(actions);
  }

  /** This row, doing more. */
  DaveRow alsoDoing(List<DaveAction> more) {
    List<DaveAction> all = Stream.concat(actions.stream(), more.stream()).toList();
    return new DaveRow(id, event, from, guard, outcome, to, all, note);
  }

  /** Whether this row leaves its state. */
  public boolean changesState() {
    return outcome == Outcome.TRANSITION;
  }

  /** Whether this row is the one for the situation, given that no earlier one was. */
  boolean matches(DaveSituation situation) {
    return guard.isEmpty() || guard.get().holds(situation);
  }
}
