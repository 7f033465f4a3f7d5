package dev.antiphon.machine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets rows be written as sentences: on an event, in some states, when a guard holds, go there or
 * stay, doing this.
 *
 * <p>What is said last holds until it is said anew: several {@code when} may follow one {@code in},
 * several {@code in} one {@code on}. A machine adds sentences of its own in a subclass; {@link
 * #table(Collection, Collection)} is enough for one that has none.
 *
 * <p>Every method but {@link #table()} returns this writer. What cannot be written is a {@link
 * TableException} that names the row. Not safe for several threads.
 *
 * @param <S> the states: substates, and states that have none
 * @param <K> the kinds of events
 * @param <G> the guards
 * @param <A> the actions
 * @param <W> the writer itself
 */
public abstract class TableWriter<
    S extends State,
    K extends Kind,
    G extends Titled,
    A extends Titled,
    W extends TableWriter<S, K, G, A, W>> {
  private final List<S> states;
  private final List<K> kinds;
  private final List<Row<S, K, G, A>> rows = new ArrayList<>();
  private final Map<String, Integer> alternatives = new HashMap<>();
  private Optional<K> event = Optional.empty();
  private Map<State, Place<S>> places = Map.of();
  private Optional<G> guard = Optional.empty();
  private List<Row<S, K, G, A>> justWritten = List.of();

  /** The states of one superstate to which the next rows belong, and how they were named. */
  private record Place<S>(Set<S> states, List<State> named) {}

  /**
   * A writer of rows for these states and events.
   *
   * @param states every state that has no substates
   * @param kinds every kind of event
   */
  protected TableWriter(Collection<S> states, Collection<K> kinds) {
    this.states = List.copyOf(states);
    this.kinds = List.copyOf(kinds);
  }

  /** A writer that has no sentences of its own. */
  public static <S extends State, K extends Kind, G extends Titled, A extends Titled>
      Plain<S, K, G, A> table(Collection<S> states, Collection<K> kinds) {
    return new Plain<>(states, kinds);
  }

  /** A writer that has no sentences of its own. */
  public static final class Plain<
          S extends State, K extends Kind, G extends Titled, A extends Titled>
      extends TableWriter<S, K, G, A, Plain<S, K, G, A>> {
    private Plain(Collection<S> states, Collection<K> kinds) {
      super(states, kinds);
    }

    @Override
    protected Plain<S, K, G, A> self() {
      return this;
    }
  }

  /** This writer. */
  protected abstract W self();

  /** The next rows are about this event. */
  public final W on(K kind) {
    event = Optional.of(kind);
    places = Map.of();
    begin(Optional.empty());
    return self();
  }

  /**
   * The next rows are for these states. A state that has substates stands for all of them that no
   * row without a guard has decided yet for this event.
   *
   * @throws TableException if one of them is decided already
   */
  public final W in(State... those) {
    String line = kind().line();
    Map<State, Place<S>> found = new LinkedHashMap<>();
    for (State one : those) {
      List<S> open =
          states.stream().filter(state -> isIn(state, one) && !isDecided(state)).toList();
      if (open.isEmpty()) {
        throw new TableException(
            "line " + line + ": " + one.title() + " is decided already, or unknown");
      }
      for (S state : open) {
        Place<S> place =
            found.computeIfAbsent(
                state.superstate(), top -> new Place<>(new HashSet<>(), new ArrayList<>()));
        place.states().add(state);
        if (!place.named().contains(one)) {
          place.named().add(one);
        }
      }
    }
    places = found;
    begin(Optional.empty());
    return self();
  }

  /** The next rows are for every state for which this event has no row yet. */
  public final W elsewhere() {
    Set<S> written = new HashSet<>();
    rows.stream().filter(this::isOfThisEvent).forEach(row -> written.addAll(row.from()));
    return in(
        states.stream()
            .filter(state -> !written.contains(state))
            .map(state -> wholeIfUnwritten(state, written))
            .distinct()
            .toArray(State[]::new));
  }

  /** The next rows are for every state that this event has not decided yet. */
  public final W everywhere() {
    return in(
        states.stream()
            .filter(state -> !isDecided(state))
            .map(State::superstate)
            .distinct()
            .toArray(State[]::new));
  }

  /** The next row is taken only if this holds. */
  public final W when(G condition) {
    begin(Optional.of(condition));
    return self();
  }

  /** The next row is taken if no earlier one was. */
  public final W otherwise() {
    begin(Optional.empty());
    return self();
  }

  /** The state is left for that one. */
  public final W goTo(S to) {
    return write(Outcome.TRANSITION, Optional.of(to), "");
  }

  /** The state stays. */
  public final W stay() {
    return stay("");
  }

  /** The state stays; the note says who has something to do. */
  public final W stay(String note) {
    return write(Outcome.INTERNAL, Optional.empty(), note);
  }

  /** The state stays, and goes on in another of its substates. */
  public final W stayAs(S substate) {
    places
        .keySet()
        .forEach(
            top -> {
              if (!top.equals(substate.superstate())) {
                throw new TableException(
                    "line "
                        + kind().line()
                        + ": "
                        + substate.title()
                        + " is not in "
                        + top.title());
              }
            });
    return write(Outcome.INTERNAL, Optional.of(substate), "");
  }

  /** Nothing is done. */
  public final W ignore(String why) {
    return write(Outcome.IGNORED, Optional.empty(), why);
  }

  /** The peer broke the protocol. */
  public final W violate() {
    return write(Outcome.VIOLATION, Optional.empty(), "");
  }

  /** The command or message is refused. */
  public final W refuse(String why) {
    return write(Outcome.REFUSED, Optional.empty(), why);
  }

  /** The rows just written do this, in this order, after what they do already. */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is only read.
  public final W doing(A... actions) {
    return doing(List.of(actions));
  }

  /**
   * The rows just written do this, in this order, after what they do already.
   *
   * @throws TableException if nothing was said yet of what becomes of the event
   */
  public final W doing(List<A> actions) {
    if (justWritten.isEmpty()) {
      throw new TableException(
          "line " + kind().line() + ": say first what becomes of the event, then what is done");
    }
    justWritten.replaceAll(row -> row.alsoDoing(actions));
    return self();
  }

  /**
   * The table.
   *
   * @throws TableException as {@link Table#of} says
   */
  public final Table<S, K, G, A> table() {
    return Table.of(states, kinds, rows);
  }

  /** What is done belongs to a row that is still to come. */
  private void begin(Optional<G> condition) {
    guard = condition;
    justWritten = List.of();
  }

  private W write(Outcome outcome, Optional<S> to, String note) {
    if (places.isEmpty()) {
      throw new TableException("line " + kind().line() + ": say first in which states");
    }
    int first = rows.size();
    places.forEach(
        (top, place) -> {
          String cell = kind().line() + "." + top.code();
          int order = alternatives.merge(cell, 1, Integer::sum);
          rows.add(
              new Row<>(
                  cell + "." + order,
                  kind(),
                  inOrder(place.states()),
                  place.named(),
                  guard,
                  outcome,
                  to,
                  List.of(),
                  note));
        });
    justWritten = rows.subList(first, rows.size());
    return self();
  }

  private K kind() {
    return event.orElseThrow(() -> new TableException("say first on which event"));
  }

  private Set<S> inOrder(Set<S> some) {
    Set<S> ordered = new LinkedHashSet<>(states);
    ordered.retainAll(some);
    return ordered;
  }

  private State wholeIfUnwritten(S state, Set<S> written) {
    State top = state.superstate();
    boolean whole = states.stream().filter(other -> isIn(other, top)).noneMatch(written::contains);
    return whole ? top : state;
  }

  private boolean isDecided(S state) {
    return rows.stream()
        .anyMatch(row -> isOfThisEvent(row) && row.guard().isEmpty() && row.from().contains(state));
  }

  private boolean isOfThisEvent(Row<S, K, G, A> row) {
    return row.event().equals(kind());
  }

  private static boolean isIn(State state, State one) {
    return state.equals(one) || state.superstate().equals(one);
  }
}
