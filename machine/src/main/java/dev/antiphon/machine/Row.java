package dev.antiphon.machine;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A row of a table: in these states, on this event, if the guard holds, the machine does these
 * actions.
 *
 * @param id the {@link Kind#line() line} of the event, the {@link State#code() code} of the state
 *     and the place of the row among the rows for this event and state; for example, {@code
 *     E1.ASU.2} is the second row for the event {@code E1} in the state {@code ASU}; unique in its
 *     table
 * @param event the kind of event
 * @param from the states in which the row is tried: substates of one state, or one state without
 *     substates
 * @param named the states as the author of the table named them: the whole state, or only some of
 *     its substates
 * @param guard the condition; empty for the last row that is tried for an event in a state
 * @param outcome the way in which the event is handled
 * @param to the state after the step; empty if the state does not change
 * @param actions the actions, in order
 * @param note the reason why an event is ignored, is refused or has no effect; can be empty
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

  /** Copies the collections. */
  public Row {
    if (from.isEmpty()) {
      throw new TableException(
          "row " + id + " has no state in which it is tried; name at least one state");
    }
    from = Collections.unmodifiableSet(new LinkedHashSet<>(from));
    named = List.copyOf(named);
    actions = List.copyOf(actions);
  }

  /** The state that contains all states in which this row is tried. */
  public State superstate() {
    return firstFrom().superstate();
  }

  /** The first of the states in which this row is tried. */
  public S firstFrom() {
    return from.iterator().next();
  }

  /** Whether this row is only for some substates of its state. */
  public boolean isNarrowed() {
    return !named.equals(List.of(superstate()));
  }

  /** Whether the outcome of this row is {@link Outcome#TRANSITION}. */
  public boolean changesState() {
    return outcome == Outcome.TRANSITION;
  }

  /** The state after the machine takes this row in {@code state}. */
  public S target(S state) {
    return to.orElse(state);
  }

  /**
   * The substate that the machine enters; empty if the state has no substates, or if the substate
   * does not change.
   */
  public Optional<S> substate() {
    return to.filter(state -> !state.equals(state.superstate()));
  }

  /** This row with another id. */
  public Row<S, K, G, A> withId(String other) {
    return new Row<>(other, event, from, named, guard, outcome, to, actions, note);
  }

  /** This row with additional actions after its own actions. */
  public Row<S, K, G, A> withMoreActions(List<A> more) {
    return withActions(Stream.concat(actions.stream(), more.stream()).toList());
  }

  /** This row with other actions. */
  public Row<S, K, G, A> withActions(List<A> others) {
    return new Row<>(id, event, from, named, guard, outcome, to, others, note);
  }

  /** This row with another guard, or without a guard. */
  public Row<S, K, G, A> withGuard(Optional<G> other) {
    return new Row<>(id, event, from, named, other, outcome, to, actions, note);
  }

  /** This row with another outcome. */
  public Row<S, K, G, A> withOutcome(Outcome other, Optional<S> target) {
    return new Row<>(id, event, from, named, guard, other, target, actions, note);
  }

  /** This row, but tried in other states. */
  public Row<S, K, G, A> withFrom(Set<S> others) {
    return new Row<>(id, event, others, List.copyOf(others), guard, outcome, to, actions, note);
  }
}
