package dev.antiphon.machine;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A row of a table: in these states, on this event, if the guard holds, this is done.
 *
 * @param id line, state and order, such as {@code E1.ASU.2}: unique in its table
 * @param event the kind of event
 * @param from the states in which it is tried: substates of one state, or that state alone
 * @param named the same as it was written: the state, or the substates to which the row is narrowed
 * @param guard the condition; empty for the last row that is tried
 * @param outcome what becomes of the event
 * @param to the state afterwards; empty if the state stays as it is
 * @param actions what is done, in order
 * @param note why an event is ignored, refused, or answered by nothing; may be empty
 * @param <S> the states
 * @param <K> the kinds of events
 * @param <G> the guards
 * @param <A> the actions
 */
public record Row<S extends State, K extends Kind, G extends Titled, A extends Titled>(
    String id,
    K event,
    Set<S> from,
    List<State> named,
    Optional<G> guard,
    Outcome outcome,
    Optional<S> to,
    List<A> actions,
    String note) {

  /** Copies what could change. */
  public Row {
    if (from.isEmpty()) {
      throw new TableException("row " + id + " is tried in no state; name at least one");
    }
    from = Collections.unmodifiableSet(new LinkedHashSet<>(from));
    named = List.copyOf(named);
    actions = List.copyOf(actions);
  }

  /** The state that contains all states in which this row is tried. */
  public State superstate() {
    return anyFrom().superstate();
  }

  /** One of the states in which this row is tried, the first that was listed. */
  public S anyFrom() {
    return from.iterator().next();
  }

  /** Whether this row is for some substates of its state only. */
  public boolean isNarrowed() {
    return !named.equals(List.of(superstate()));
  }

  /** Whether this row leaves its state. */
  public boolean changesState() {
    return outcome == Outcome.TRANSITION;
  }

  /** The state after this row was taken in {@code state}. */
  public S target(S state) {
    return to.orElse(state);
  }

  /**
   * The substate in which its state is entered, or goes on; empty if that state has none, or keeps
   * the one that it is in.
   */
  public Optional<S> substate() {
    return to.filter(state -> !state.equals(state.superstate()));
  }

  /** This row under another id. */
  public Row<S, K, G, A> withId(String other) {
    return new Row<>(other, event, from, named, guard, outcome, to, actions, note);
  }

  /** This row, doing more after what it does already. */
  public Row<S, K, G, A> alsoDoing(List<A> more) {
    return withActions(Stream.concat(actions.stream(), more.stream()).toList());
  }

  /** This row, doing something else. */
  public Row<S, K, G, A> withActions(List<A> others) {
    return new Row<>(id, event, from, named, guard, outcome, to, others, note);
  }

  /** This row under another condition, or under none. */
  public Row<S, K, G, A> withGuard(Optional<G> other) {
    return new Row<>(id, event, from, named, other, outcome, to, actions, note);
  }

  /** This row with another outcome. */
  public Row<S, K, G, A> withOutcome(Outcome other, Optional<S> target) {
    return new Row<>(id, event, from, named, guard, other, target, actions, note);
  }

  /** This row, tried in other states. */
  public Row<S, K, G, A> withFrom(Set<S> others) {
    return new Row<>(id, event, others, List.copyOf(others), guard, outcome, to, actions, note);
  }
}
