package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.PromelaStatement.all;
import static dev.antiphon.internal.flow.PromelaStatement.hold;
import static dev.antiphon.internal.flow.PromelaStatement.set;
import static dev.antiphon.internal.flow.PromelaStatement.when;
import static dev.antiphon.internal.flow.PromelaTerm.not;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Promela model of a table. It contains every cell with its rows in order, and the statements
 * and guards that the rows use. A step of the model is a function of the {@link PromelaVariable}s,
 * so that it can be compared with the flow. {@link PromelaText} writes the file for SPIN from the
 * same terms and statements.
 */
final class PromelaModel {
  private final PromelaLibrary library = new PromelaLibrary();
  private final Table<Substate, EventKind, Guard, Action> table;
  private final PromelaGuards guards;
  private final PromelaActions actions;
  private final PromelaRequests requests;
  private final PromelaStates states;
  private final PromelaWorld events;
  private final PromelaTerm tracked;
  private final Map<PromelaVariable, PromelaTerm> beginning = new LinkedHashMap<>();
  private final PromelaStatement decision;
  private final PromelaStatement conclusion;
  private final PromelaStatement rest;

  PromelaModel(ModelWorld world, Table<Substate, EventKind, Guard, Action> table) {
    this.table = table;
    FlowLimits limits = world.limits();
    tracked = PromelaWorld.tracked(world);
    PromelaEffects effects = new PromelaEffects(library);
    guards = new PromelaGuards(library, limits);
    PromelaMemory memory = new PromelaMemory(library, guards, effects);
    requests = new PromelaRequests(library, guards, memory, tracked);
    actions = new PromelaActions(library, guards, memory, requests, limits);
    states = new PromelaStates(library, guards, memory, requests, actions);
    events = new PromelaWorld(effects);
    begin(limits);
    decision = decide();
    conclusion = conclude();
    rest = library.statement("rest", reset(true));
  }

  PromelaLibrary library() {
    return library;
  }

  PromelaTerm possible(ModelEvent event) {
    return events.possible(event);
  }

  PromelaStatement happen(ModelEvent event) {
    return events.happen(event);
  }

  PromelaTerm guard(Guard guard) {
    return guards.of(guard);
  }

  PromelaTerm beginning(PromelaVariable variable) {
    return beginning.get(variable);
  }

  /** The rows of the current event. */
  PromelaStatement decision() {
    return decision;
  }

  /** The consequences of the row that was taken, and the assertions after the step. */
  PromelaStatement conclusion() {
    return conclusion;
  }

  private void begin(FlowLimits limits) {
    int[] first = PromelaVariable.of(Configuration.first(limits));
    for (PromelaVariable variable : PromelaVariable.values()) {
      beginning.put(variable, PromelaTerm.number(first[variable.ordinal()]));
    }
    RetryLimits most = limits.retries();
    beginning.put(PromelaVariable.STATE, PromelaVariable.term(VoiceState.IDLE));
    beginning.put(PromelaVariable.RESUMES_GRANTED, library.limit("RESUMES", most.resumes()));
    beginning.put(PromelaVariable.REJOINS_GRANTED, library.limit("REJOINS", most.rejoins()));
  }

  private PromelaStatement conclude() {
    PromelaStatement changed =
        all(
            hold("P14", not(PromelaGuards.isEnd(PromelaVariable.STATE))),
            set(PromelaVariable.REASON, PromelaVariable.WHY.term()),
            states.enter,
            set(PromelaVariable.STATE, PromelaVariable.TO.term()));
    return all(
        when(PromelaVariable.CHANGING.term(), changed),
        library.statement("forget_session", PromelaEffects.forgetSession()),
        library.statement("check", properties()),
        when(
            PromelaVariable.CHANGING.term().and(PromelaGuards.isEnd(PromelaVariable.TO)),
            library.statement("forget", reset(false))),
        requests.forgetUntracked);
  }

  /** Resets the variables of the step. */
  PromelaStatement rest() {
    return rest;
  }

  private PromelaStatement reset(boolean ofStep) {
    return all(
        beginning.entrySet().stream()
            .filter(entry -> entry.getKey().isOfStep() == ofStep)
            .filter(entry -> entry.getKey() != PromelaVariable.STATE)
            .filter(entry -> entry.getKey() != PromelaVariable.REASON)
            .map(entry -> set(entry.getKey(), entry.getValue()))
            .toList());
  }

  private PromelaStatement properties() {
    PromelaTerm held = PromelaVariable.HELD.term();
    PromelaTerm pathHeld = PromelaVariable.PATH_HELD.term();
    PromelaTerm socket = PromelaVariable.SOCKET.term();
    PromelaTerm path = PromelaVariable.PATH.term();
    PromelaTerm audio = PromelaVariable.AUDIO.term();
    PromelaTerm end = PromelaGuards.isEnd(PromelaVariable.STATE);
    PromelaTerm nothing = not(socket.or(path).or(PromelaVariable.TIMERS.term()));
    return all(
        hold("P4", audio.is(PromelaStates.allowsAudio(PromelaVariable.STATE))),
        hold("P4", audio.is(PromelaVariable.PUBLISHED.term())),
        hold("P16", held.is(socket.isNot(PromelaTerm.number(0)))),
        hold("P16", pathHeld.is(path.isNot(PromelaTerm.number(0)))),
        hold("P14", not(end).or(nothing)),
        PromelaRequests.checks(tracked));
  }

  private PromelaStatement decide() {
    List<PromelaStatement.Case> events = new ArrayList<>();
    for (EventKind kind : EventKind.values()) {
      PromelaStatement cells = library.statement("on_" + kind.line(), cells(kind));
      events.add(new PromelaStatement.Case(PromelaGuards.of(kind), cells));
    }
    return PromelaStatement.exactlyOne(events);
  }

  /** The cells of an event. States with equal decisions are grouped. */
  private PromelaStatement cells(EventKind kind) {
    Map<List<RowGroup>, List<VoiceState>> cells = new LinkedHashMap<>();
    for (VoiceState state : VoiceState.values()) {
      List<RowGroup> cell = table.rows(state, kind).stream().map(RowGroup::of).toList();
      cells.computeIfAbsent(cell, any -> new ArrayList<>()).add(state);
    }
    List<PromelaStatement.Case> cases = new ArrayList<>();
    cells.forEach(
        (cell, in) ->
            cases.add(
                new PromelaStatement.Case(
                    in.stream()
                        .map(state -> PromelaVariable.STATE.is(PromelaVariable.term(state)))
                        .reduce(PromelaTerm::or)
                        .orElseThrow(),
                    rows(kind, cell, in))));
    return PromelaStatement.exactlyOne(cases);
  }

  /** Each row with its condition. Earlier rows take precedence. */
  private PromelaStatement rows(EventKind kind, List<RowGroup> cell, List<VoiceState> in) {
    List<PromelaStatement.Case> cases = new ArrayList<>();
    Optional<PromelaTerm> earlier = Optional.empty();
    for (int place = 0; place < cell.size(); place++) {
      int order = place;
      String ids =
          in.stream()
              .map(state -> table.rows(state, kind).get(order).id())
              .collect(Collectors.joining(" "));
      PromelaStatement statement = statement(cell.get(place)).atOnce(ids);
      Optional<PromelaTerm> own = condition(cell.get(place));
      Optional<PromelaTerm> none = earlier.map(PromelaTerm::not);
      if (cell.size() == 1) {
        return statement;
      }
      PromelaTerm condition =
          Stream.of(none, own).flatMap(Optional::stream).reduce(PromelaTerm::and).orElseThrow();
      cases.add(new PromelaStatement.Case(condition, statement));
      Optional<PromelaTerm> before = earlier;
      earlier = own.map(last -> before.map(those -> those.or(last)).orElse(last));
    }
    return PromelaStatement.exactlyOne(cases);
  }

  /** The substates and the guard of the row; empty if it has neither. */
  private Optional<PromelaTerm> condition(RowGroup row) {
    Optional<PromelaTerm> narrowed =
        row.narrowed.stream().map(PromelaGuards::in).reduce(PromelaTerm::or);
    Optional<PromelaTerm> guard = row.guard.map(guards::of);
    return Stream.of(narrowed, guard).flatMap(Optional::stream).reduce(PromelaTerm::and);
  }

  private PromelaStatement statement(RowGroup row) {
    List<PromelaStatement> statements = new ArrayList<>();
    if (row.changes) {
      Substate to = row.to.orElseThrow();
      statements.add(set(PromelaVariable.CHANGING, 1));
      statements.add(set(PromelaVariable.TO, PromelaVariable.term(to.superstate())));
      if (to != to.superstate()) {
        statements.add(set(PromelaVariable.WHY, PromelaVariable.reason(to)));
      }
      statements.add(states.leave);
    } else {
      row.to.ifPresent(substate -> statements.addAll(change(row, substate)));
    }
    row.actions.forEach(action -> statements.add(actions.of(action)));
    if (row.asks) {
      statements.add(set(PromelaVariable.UNDECIDED, 1));
    }
    return all(statements);
  }

  /** A change to another substate of the same state. */
  private static List<PromelaStatement> change(RowGroup row, Substate to) {
    List<PromelaStatement> statements = new ArrayList<>();
    if (row.narrowed.isEmpty() || row.narrowed.contains(WaitReason.REJOIN_LEAVING)) {
      statements.add(
          set(PromelaVariable.FROM_LEAVING, PromelaGuards.in(WaitReason.REJOIN_LEAVING)));
    }
    statements.add(set(PromelaVariable.REASON, PromelaVariable.reason(to)));
    statements.add(set(PromelaVariable.SEVERED_LOST, 0));
    return statements;
  }

  /**
   * The common parts of rows in several states.
   *
   * @param asks whether the row starts a future of the application
   */
  private record RowGroup(
      Set<Substate> narrowed,
      Optional<Guard> guard,
      boolean changes,
      Optional<Substate> to,
      List<Action> actions,
      boolean asks) {
    private static final Set<EventKind> REQUESTS =
        Set.of(EventKind.JOIN, EventKind.JOIN_ELSEWHERE, EventKind.RECONNECT);

    static RowGroup of(Row<Substate, EventKind, Guard, Action> row) {
      Set<Substate> narrowed = row.isNarrowed() ? row.from() : Set.of();
      boolean asks =
          REQUESTS.contains(row.event())
              && row.outcome() != Outcome.REFUSED
              && !row.actions().contains(Action.COMPLETE_JOIN);
      return new RowGroup(narrowed, row.guard(), row.changesState(), row.to(), row.actions(), asks);
    }
  }
}
