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
 * A fluent builder of tables. A row reads as a sentence: on an event, in some states, when a guard
 * holds, go to a state or stay, and do these actions.
 *
 * <p>The event, the states and the guard apply to all following rows until they are set again.
 * Several {@code when} calls can follow one {@code in}, and several {@code in} calls can follow one
 * {@code on}. A subclass can add methods for its own machine; {@link #table(Collection,
 * Collection)} gives a writer without additional methods.
 *
 * <p>Every method except {@link #table()} returns this writer. An invalid call throws a {@link
 * TableException} that names the row. Not thread-safe.
 *
 * @param <S> the states: substates, and states without substates
 * @param <K> the kinds of events
 * @param <G> the guards
 * @param <A> the actions
 * @param <W> the type of the writer
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
  private Map<State, Selection<S>> selections = Map.of();
  private Optional<G> guard = Optional.empty();
  private List<Row<S, K, G, A>> justWritten = List.of();

  /** The states of the next rows, all from one superstate, and the names that the author used. */
  private record Selection<S>(Set<S> states, List<State> named) {}

  /**
   * Creates a writer for these states and events.
   *
   * @param states all states without substates
   * @param kinds all kinds of events
   */
  protected TableWriter(Collection<S> states, Collection<K> kinds) {
    this.states = List.copyOf(states);
    this.kinds = List.copyOf(kinds);
  }

  /** Creates a writer without additional methods. */
  public static <S extends State, K extends Kind, G extends Titled, A extends Titled>
      Plain<S, K, G, A> table(Collection<S> states, Collection<K> kinds) {
    return new Plain<>(states, kinds);
  }

  /** A writer without additional methods. */
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

  /** Sets the event of the next rows. */
  public final W on(K kind) {
    event = Optional.of(kind);
    selections = Map.of();
    begin(Optional.empty());
    return self();
  }

  /**
   * Sets the states of the next rows. A state with substates stands for its substates, except those
   * that already have a row without a guard for this event.
   *
   * @throws TableException if one of the states already has a row without a guard for this event;
   *     for a state with substates, if all its substates have such a row
   */
  public final W in(State... those) {
    String line = kind().line();
    Map<State, Selection<S>> found = new LinkedHashMap<>();
    for (State one : those) {
      List<S> undecided =
          states.stream().filter(state -> isIn(state, one) && !isDecided(state)).toList();
      if (undecided.isEmpty()) {
        throw new TableException(
            "line "
                + line
                + ": "
                + one.title()
                + " already has a row without a guard, or is not in the table");
      }
      for (S state : undecided) {
        Selection<S> selection =
            found.computeIfAbsent(
                state.superstate(), top -> new Selection<>(new HashSet<>(), new ArrayList<>()));
        selection.states().add(state);
        if (!selection.named().contains(one)) {
          selection.named().add(one);
        }
      }
    }
    selections = found;
    begin(Optional.empty());
    return self();
  }

  /** Sets the states of the next rows: all states that have no row for this event yet. */
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

  /**
   * Sets the states of the next rows: all states, except those that already have a row without a
   * guard for this event.
   */
  public final W everywhere() {
    return in(
        states.stream()
            .filter(state -> !isDecided(state))
            .map(State::superstate)
            .distinct()
            .toArray(State[]::new));
  }

  /** Sets the guard of the next rows. */
  public final W when(G condition) {
    begin(Optional.of(condition));
    return self();
  }

  /** Starts a row without a guard: it is taken if no earlier row is taken. */
  public final W otherwise() {
    begin(Optional.empty());
    return self();
  }

  /** Writes rows that enter this state. */
  public final W goTo(S to) {
    return write(Outcome.TRANSITION, Optional.of(to), "");
  }

  /** Writes rows that keep the state. */
  public final W stay() {
    return stay("");
  }

  /** Writes rows that keep the state. The note explains why. */
  public final W stay(String note) {
    return write(Outcome.INTERNAL, Optional.empty(), note);
  }

  /** Writes rows that keep the state and enter this substate of the state. */
  public final W stayAs(S substate) {
    selections
        .keySet()
        .forEach(
            top -> {
              if (!top.equals(substate.superstate())) {
                throw new TableException(
                    "line "
                        + kind().line()
                        + ": "
                        + substate.title()
                        + " is not a substate of "
                        + top.title());
              }
            });
    return write(Outcome.INTERNAL, Optional.of(substate), "");
  }

  /** Writes rows that ignore the event. */
  public final W ignore(String why) {
    return write(Outcome.IGNORED, Optional.empty(), why);
  }

  /** Writes rows that report a violation of the protocol by the peer. */
  public final W violate() {
    return write(Outcome.VIOLATION, Optional.empty(), "");
  }

  /** Writes rows that refuse the command or message. */
  public final W refuse(String why) {
    return write(Outcome.REFUSED, Optional.empty(), why);
  }

  /**
   * Adds actions to the rows just written, in this order, after the actions that they already have.
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is only read.
  public final W doing(A... actions) {
    return doing(List.of(actions));
  }

  /**
   * Adds actions to the rows just written, in this order, after the actions that they already have.
   *
   * @throws TableException if no outcome was set yet, for example by {@link #goTo} or {@link
   *     #stay()}
   */
  public final W doing(List<A> actions) {
    if (justWritten.isEmpty()) {
      throw new TableException(
          "line "
              + kind().line()
              + ": set the outcome of the event first, for example with goTo or stay, and then the actions");
    }
    justWritten.replaceAll(row -> row.withMoreActions(actions));
    return self();
  }

  /**
   * Builds the table.
   *
   * @throws TableException if the rows are invalid, see {@link Table#of}
   */
  public final Table<S, K, G, A> table() {
    return Table.of(states, kinds, rows);
  }

  /** Starts a new row: later actions do not belong to the rows before it. */
  private void begin(Optional<G> condition) {
    guard = condition;
    justWritten = List.of();
  }

  private W write(Outcome outcome, Optional<S> to, String note) {
    if (selections.isEmpty()) {
      throw new TableException(
          "line " + kind().line() + ": set the states first, with in, elsewhere or everywhere");
    }
    int first = rows.size();
    selections.forEach(
        (top, selection) -> {
          String cell = kind().line() + "." + top.code();
          int order = alternatives.merge(cell, 1, Integer::sum);
          rows.add(
              new Row<>(
                  cell + "." + order,
                  kind(),
                  inOrder(selection.states()),
                  selection.named(),
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
    return event.orElseThrow(() -> new TableException("set the event first, with on"));
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
