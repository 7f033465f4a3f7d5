package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.PromelaDeed.all;
import static dev.antiphon.internal.flow.PromelaDeed.hold;
import static dev.antiphon.internal.flow.PromelaDeed.set;
import static dev.antiphon.internal.flow.PromelaDeed.when;
import static dev.antiphon.internal.flow.PromelaTerm.not;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
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
 * The Promela model of a table. It contains every cell with its rows in order, and the statements and guards that the rows use. A step of the model is a function of the {@link PromelaVariable}s, so that it can be compared with the flow. {@link PromelaText} writes the file for SPIN from the same terms and statements.
 */
final class PromelaModel {
  private final PromelaLibrary library = new PromelaLibrary();
  private final Table<Substate, EventKind, Guard, Action> table;
  private final PromelaGuards guards;
  private final PromelaActions actions;
  private final PromelaStates states;
  private final PromelaWorld world;
  private final Map<PromelaFact, PromelaTerm> beginning = new LinkedHashMap<>();
  private final PromelaDeed decision;
  private final PromelaDeed conclusion;
  private final PromelaDeed rest;

  PromelaModel(FlowLimits limits, Table<Substate, EventKind, Guard, Action> table) {
    this.table = table;
    PromelaEffects effects = new PromelaEffects(library);
    guards = new PromelaGuards(library, limits);
    PromelaMemory memory = new PromelaMemory(library, guards, effects);
    actions = new PromelaActions(library, guards, memory, limits);
    states = new PromelaStates(library, guards, memory, actions);
    world = new PromelaWorld(effects);
    begin(limits);
    decision = decide();
    conclusion = conclude();
    rest = library.deed("rest", beginAnew(true));
  }

  PromelaLibrary library() {
    return library;
  }

  PromelaTerm possible(ModelEvent event) {
    return world.possible(event);
  }

  PromelaDeed happen(ModelEvent event) {
    return world.happen(event);
  }

  PromelaTerm guard(Guard guard) {
    return guards.of(guard);
  }

  PromelaTerm beginning(PromelaFact fact) {
    return beginning.get(fact);
  }

  /** The rows of the current event. */
  PromelaDeed decision() {
    return decision;
  }

  /** The consequences of the row that was taken, and the assertions after the step. */
  PromelaDeed conclusion() {
    return conclusion;
  }

  private void begin(FlowLimits limits) {
    int[] first = PromelaFact.of(Configuration.first(limits));
    for (PromelaFact fact : PromelaFact.values()) {
      beginning.put(fact, PromelaTerm.number(first[fact.ordinal()]));
    }
    RetryLimits most = limits.retries();
    beginning.put(PromelaFact.STATE, PromelaFact.term(VoiceState.IDLE));
    beginning.put(PromelaFact.RESUMES_GRANTED, library.limit("RESUMES", most.resumes()));
    beginning.put(PromelaFact.REJOINS_GRANTED, library.limit("REJOINS", most.rejoins()));
  }

  private PromelaDeed conclude() {
    PromelaDeed changed =
        all(
            hold("P14", not(PromelaGuards.isEnd(PromelaFact.STATE))),
            set(PromelaFact.REASON, PromelaFact.WHY.term()),
            states.enter,
            set(PromelaFact.STATE, PromelaFact.TO.term()));
    return all(
        when(PromelaFact.CHANGING.term(), changed),
        library.deed("forget_session", PromelaEffects.forgetSession()),
        library.deed("check", properties()),
        when(
            PromelaFact.CHANGING.term().and(PromelaGuards.isEnd(PromelaFact.TO)),
            library.deed("forget", beginAnew(false))));
  }

  /** Resets the variables of the step. */
  PromelaDeed rest() {
    return rest;
  }

  private PromelaDeed beginAnew(boolean ofStep) {
    return all(
        beginning.entrySet().stream()
            .filter(entry -> entry.getKey().isOfStep() == ofStep)
            .filter(entry -> entry.getKey() != PromelaFact.STATE)
            .filter(entry -> entry.getKey() != PromelaFact.REASON)
            .map(entry -> set(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static PromelaDeed properties() {
    PromelaTerm held = PromelaFact.HELD.term();
    PromelaTerm pathHeld = PromelaFact.PATH_HELD.term();
    PromelaTerm socket = PromelaFact.SOCKET.term();
    PromelaTerm path = PromelaFact.PATH.term();
    PromelaTerm audio = PromelaFact.AUDIO.term();
    PromelaTerm end = PromelaGuards.isEnd(PromelaFact.STATE);
    PromelaTerm nothing = not(socket.or(path).or(PromelaFact.TIMERS.term()));
    return all(
        hold("P4", audio.is(PromelaStates.allowsAudio(PromelaFact.STATE))),
        hold("P4", audio.is(PromelaFact.PUBLISHED.term())),
        hold("P16", held.is(socket.isNot(PromelaTerm.number(0)))),
        hold("P16", pathHeld.is(path.isNot(PromelaTerm.number(0)))),
        hold("P14", not(end).or(nothing)));
  }

  private PromelaDeed decide() {
    List<PromelaDeed.Case> events = new ArrayList<>();
    for (EventKind kind : EventKind.values()) {
      PromelaDeed cells = library.deed("on_" + kind.line(), cells(kind));
      events.add(new PromelaDeed.Case(PromelaGuards.of(kind), cells));
    }
    return PromelaDeed.exactlyOne(events);
  }

  /** The cells of an event. States with equal decisions are grouped. */
  private PromelaDeed cells(EventKind kind) {
    Map<List<Alike>, List<VoiceState>> cells = new LinkedHashMap<>();
    for (VoiceState state : VoiceState.values()) {
      List<Alike> cell = table.rows(state, kind).stream().map(Alike::of).toList();
      cells.computeIfAbsent(cell, any -> new ArrayList<>()).add(state);
    }
    List<PromelaDeed.Case> cases = new ArrayList<>();
    cells.forEach(
        (cell, in) ->
            cases.add(
                new PromelaDeed.Case(
                    in.stream()
                        .map(state -> PromelaFact.STATE.is(PromelaFact.term(state)))
                        .reduce(PromelaTerm::or)
                        .orElseThrow(),
                    rows(kind, cell, in))));
    return PromelaDeed.exactlyOne(cases);
  }

  /** Each row with its condition. Earlier rows take precedence. */
  private PromelaDeed rows(EventKind kind, List<Alike> cell, List<VoiceState> in) {
    List<PromelaDeed.Case> cases = new ArrayList<>();
    Optional<PromelaTerm> earlier = Optional.empty();
    for (int place = 0; place < cell.size(); place++) {
      int order = place;
      String ids =
          in.stream()
              .map(state -> table.rows(state, kind).get(order).id())
              .collect(Collectors.joining(" "));
      PromelaDeed deed = deed(cell.get(place)).atOnce(ids);
      Optional<PromelaTerm> own = condition(cell.get(place));
      Optional<PromelaTerm> none = earlier.map(PromelaTerm::not);
      if (cell.size() == 1) {
        return deed;
      }
      PromelaTerm condition =
          Stream.of(none, own).flatMap(Optional::stream).reduce(PromelaTerm::and).orElseThrow();
      cases.add(new PromelaDeed.Case(condition, deed));
      Optional<PromelaTerm> before = earlier;
      earlier = own.map(last -> before.map(those -> those.or(last)).orElse(last));
    }
    return PromelaDeed.exactlyOne(cases);
  }

  /** The substates and the guard of the row; empty if it has neither. */
  private Optional<PromelaTerm> condition(Alike row) {
    Optional<PromelaTerm> narrowed =
        row.narrowed.stream().map(PromelaGuards::in).reduce(PromelaTerm::or);
    Optional<PromelaTerm> guard = row.guard.map(guards::of);
    return Stream.of(narrowed, guard).flatMap(Optional::stream).reduce(PromelaTerm::and);
  }

  private PromelaDeed deed(Alike row) {
    List<PromelaDeed> deeds = new ArrayList<>();
    if (row.changes) {
      Substate to = row.to.orElseThrow();
      deeds.add(set(PromelaFact.CHANGING, 1));
      deeds.add(set(PromelaFact.TO, PromelaFact.term(to.superstate())));
      if (to != to.superstate()) {
        deeds.add(set(PromelaFact.WHY, PromelaFact.reason(to)));
      }
      deeds.add(states.leave);
    } else {
      row.to.ifPresent(
          substate -> deeds.add(set(PromelaFact.REASON, PromelaFact.reason(substate))));
    }
    row.actions.forEach(action -> deeds.add(actions.of(action)));
    return all(deeds);
  }

  /** The common parts of rows in several states. */
  private record Alike(
      Set<Substate> narrowed,
      Optional<Guard> guard,
      boolean changes,
      Optional<Substate> to,
      List<Action> actions) {
    static Alike of(Row<Substate, EventKind, Guard, Action> row) {
      Set<Substate> narrowed = row.isNarrowed() ? row.from() : Set.of();
      return new Alike(narrowed, row.guard(), row.changesState(), row.to(), row.actions());
    }
  }
}
