package dev.antiphon.internal.flow;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.Table;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes every mutant of the flow that differs from it in one row. */
final class Mutator {
  private static final VoiceState[] STATES = VoiceState.values();

  private final Table<Substate, EventKind, Guard, Action> table = VoiceFlow.TABLE;
  private final Rules flow = Rules.of(table);
  private final Recording recording;

  /** Timers and effects are forgotten in those rows that were seen to have them. */
  Mutator(Recording recording) {
    this.recording = recording;
  }

  /** All of them, row by row. */
  List<Mutant> mutants() {
    return table.rows().stream().flatMap(this::mutants).toList();
  }

  private Stream<Mutant> mutants(Row<Substate, EventKind, Guard, Action> row) {
    return Stream.of(
            elsewhere(row),
            otherSubstate(row),
            withoutAction(row),
            withoutEffect(row),
            negated(row),
            notNarrowed(row),
            removed(row),
            notArmed(row))
        .flatMap(mutants -> mutants);
  }

  private Stream<Mutant> elsewhere(Row<Substate, EventKind, Guard, Action> row) {
    if (!row.changesState()) {
      return Stream.empty();
    }
    VoiceState real = FlowRows.to(row);
    VoiceState to =
        STATES[1 + (real.ordinal() + FlowRows.from(row).ordinal()) % (STATES.length - 1)];
    if (to == real) {
      to = STATES[1 + to.ordinal() % (STATES.length - 1)];
    }
    return Stream.of(
        inTable(
            Mutant.Kind.TARGET,
            row,
            "leads to " + to,
            row.withOutcome(Outcome.TRANSITION, Optional.of(substateOf(to)))));
  }

  private static Substate substateOf(VoiceState to) {
    return switch (to) {
      case AWAITING_SERVER_UPDATE -> WaitReason.SESSION_CHANGED;
      case BACKOFF -> BackoffPlan.REJOIN;
      case DISCONNECTED -> DisconnectReason.REQUESTED;
      case FAILED -> FailureCause.INTERNAL_ERROR;
      default -> to;
    };
  }

  private Stream<Mutant> otherSubstate(Row<Substate, EventKind, Guard, Action> row) {
    return FlowRows.reason(row).stream()
        .map(
            real -> {
              List<Substate> substates = substates(real.superstate());
              Substate other = substates.get((substates.indexOf(real) + 1) % substates.size());
              return inTable(
                  Mutant.Kind.SUBSTATE,
                  row,
                  "because of " + other,
                  row.withOutcome(row.outcome(), Optional.of(other)));
            });
  }

  private List<Substate> substates(VoiceState state) {
    return table.states().stream().filter(substate -> substate.superstate() == state).toList();
  }

  private Stream<Mutant> withoutAction(Row<Substate, EventKind, Guard, Action> row) {
    List<Mutant> mutants = new ArrayList<>();
    for (int i = 0; i < row.actions().size(); i++) {
      List<Action> fewer = new ArrayList<>(row.actions());
      Action dropped = fewer.remove(i);
      mutants.add(inTable(Mutant.Kind.ACTION, row, "without " + dropped, row.withActions(fewer)));
    }
    return mutants.stream();
  }

  private Stream<Mutant> removed(Row<Substate, EventKind, Guard, Action> row) {
    List<Row<Substate, EventKind, Guard, Action>> all = table.rows(row.superstate(), row.event());
    int place = all.indexOf(row);
    List<Row<Substate, EventKind, Guard, Action>> rest = new ArrayList<>(all);
    rest.remove(place);
    boolean afterwards =
        all.subList(place + 1, all.size()).stream().anyMatch(other -> !other.isNarrowed());
    if (row.guard().isEmpty() && afterwards) {
      for (int i = place; i < rest.size(); i++) {
        if (!rest.get(i).isNarrowed()) {
          rest.set(i, widened(rest.get(i), row.from()));
        }
      }
    } else if (row.guard().isEmpty() && place > 0) {
      rest.set(place - 1, widened(rest.get(place - 1), row.from()).withGuard(Optional.empty()));
    } else if (row.guard().isEmpty()) {
      if (row.outcome() == Outcome.IGNORED || row.actions().isEmpty() && !row.changesState()) {
        return Stream.empty();
      }
      rest.add(place, row.withOutcome(Outcome.IGNORED, Optional.empty()).withActions(List.of()));
    }
    return Stream.of(new Mutant(Mutant.Kind.REMOVED, row, "removed", rules(all, rest)));
  }

  /** For all substates that no earlier row has decided. */
  private Stream<Mutant> notNarrowed(Row<Substate, EventKind, Guard, Action> row) {
    if (!row.isNarrowed()) {
      return Stream.empty();
    }
    List<Row<Substate, EventKind, Guard, Action>> all = table.rows(row.superstate(), row.event());
    int place = all.indexOf(row);
    Set<Substate> open = new HashSet<>(substates(FlowRows.from(row)));
    all.subList(0, place).stream()
        .filter(earlier -> earlier.guard().isEmpty())
        .forEach(earlier -> open.removeAll(earlier.from()));
    List<Row<Substate, EventKind, Guard, Action>> instead = new ArrayList<>(all.subList(0, place));
    instead.add(row.withFrom(open));
    for (Row<Substate, EventKind, Guard, Action> later : all.subList(place + 1, all.size())) {
      if (row.guard().isPresent()) {
        instead.add(later);
      }
    }
    return Stream.of(new Mutant(Mutant.Kind.NARROWING, row, "not narrowed", rules(all, instead)));
  }

  private static Row<Substate, EventKind, Guard, Action> widened(
      Row<Substate, EventKind, Guard, Action> row, Set<Substate> more) {
    Set<Substate> from = new HashSet<>(row.from());
    from.addAll(more);
    return row.withFrom(from);
  }

  private Stream<Mutant> negated(Row<Substate, EventKind, Guard, Action> row) {
    return row.guard().isEmpty()
        ? Stream.empty()
        : Stream.of(new Mutant(Mutant.Kind.GUARD, row, "guard negated", () -> negation(row)));
  }

  /**
   * Where the flow takes the row, it goes by the rows after it; where it takes one of those, by it.
   */
  private Rules negation(Row<Substate, EventKind, Guard, Action> row) {
    List<Row<Substate, EventKind, Guard, Action>> all = table.rows(row.superstate(), row.event());
    List<Row<Substate, EventKind, Guard, Action>> fromHere =
        all.subList(all.indexOf(row), all.size());
    List<Row<Substate, EventKind, Guard, Action>> without = new ArrayList<>(all);
    without.remove(row);
    List<Row<Substate, EventKind, Guard, Action>> unguarded =
        new ArrayList<>(all.subList(0, all.indexOf(row)));
    unguarded.add(row.withGuard(Optional.empty()));
    for (Row<Substate, EventKind, Guard, Action> later : fromHere) {
      Set<Substate> others = new HashSet<>(later.from());
      others.removeAll(row.from());
      if (!others.isEmpty()) {
        unguarded.add(later.withFrom(others));
      }
    }
    Rules never = rules(all, without).get();
    Rules always = rules(all, unguarded).get();
    return (limits, before, event) -> {
      FlowDecision real = flow.decide(limits, before, event);
      if (real.row() == row) {
        return never.decide(limits, before, event);
      }
      boolean tried = row.from().contains(before.at().substate());
      return tried && fromHere.contains(real.row()) ? always.decide(limits, before, event) : real;
    };
  }

  private Stream<Mutant> withoutEffect(Row<Substate, EventKind, Guard, Action> row) {
    return recording.effectsOf(row).stream()
        .map(
            type ->
                onDecisions(
                    Mutant.Kind.EFFECT,
                    row,
                    "without effect " + type.getSimpleName(),
                    (before, real) -> without(real, real.memory(), type::isInstance)));
  }

  private Stream<Mutant> notArmed(Row<Substate, EventKind, Guard, Action> row) {
    Set<FlowTimer> timers = EnumSet.noneOf(FlowTimer.class);
    timers.addAll(recording.startedBy(row));
    return timers.stream()
        .map(
            timer ->
                onDecisions(
                    Mutant.Kind.TIMER,
                    row,
                    "without timer " + timer,
                    (before, real) -> withoutTimer(timer, before, real)));
  }

  private interface Change {
    FlowDecision of(FlowMemory before, FlowDecision real);
  }

  private Mutant onDecisions(
      Mutant.Kind kind, Row<Substate, EventKind, Guard, Action> row, String slip, Change change) {
    Rules rules =
        (limits, before, event) -> {
          FlowDecision real = flow.decide(limits, before, event);
          return real.row() == row ? change.of(before.memory(), real) : real;
        };
    return new Mutant(kind, row, slip, () -> rules);
  }

  /** If the timer ran before, it is stopped, so that the accounts of running timers balance. */
  private static FlowDecision withoutTimer(FlowTimer timer, FlowMemory before, FlowDecision real) {
    Predicate<Effect> starts =
        effect -> effect instanceof Effect.StartTimer start && start.timer() == timer;
    if (real.effects().stream().noneMatch(starts)) {
      return real;
    }
    boolean fired = real.event() instanceof VoiceEvent.TimerFired that && that.timer() == timer;
    Effect.StopTimer stop = new Effect.StopTimer(timer, before.timers().generation(timer));
    FlowMemory unarmed = real.memory().with(real.memory().timers().stopped(timer));
    FlowDecision quiet = without(real, unarmed, starts);
    if (!before.timers().isArmed(timer) || fired || real.effects().contains(stop)) {
      return quiet;
    }
    List<Effect> stopping = new ArrayList<>(quiet.effects());
    stopping.add(stop);
    return changed(real, unarmed, stopping);
  }

  private static FlowDecision without(
      FlowDecision real, FlowMemory memory, Predicate<Effect> dropped) {
    List<Effect> kept = real.effects().stream().filter(dropped.negate()).toList();
    return changed(real, memory, kept);
  }

  private static FlowDecision changed(FlowDecision real, FlowMemory memory, List<Effect> effects) {
    Snapshot after = new Snapshot(real.after().at(), memory);
    return new FlowDecision(real.event(), real.row(), real.before(), after, effects);
  }

  private Mutant inTable(
      Mutant.Kind kind,
      Row<Substate, EventKind, Guard, Action> row,
      String slip,
      Row<Substate, EventKind, Guard, Action> instead) {
    return new Mutant(kind, row, slip, rules(List.of(row), List.of(instead)));
  }

  /** The table with these rows, which follow one another, replaced by those. */
  private Supplier<Rules> rules(
      List<Row<Substate, EventKind, Guard, Action>> replaced,
      List<Row<Substate, EventKind, Guard, Action>> instead) {
    return () -> {
      List<Row<Substate, EventKind, Guard, Action>> rows = new ArrayList<>(table.rows());
      int place = rows.indexOf(replaced.get(0));
      rows.subList(place, place + replaced.size()).clear();
      rows.addAll(place, instead);
      return Rules.of(Rules.table(rows));
    };
  }
}
