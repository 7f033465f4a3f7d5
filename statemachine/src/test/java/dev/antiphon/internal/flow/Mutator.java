package dev.antiphon.internal.flow;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Reason;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes every mutant of the flow that differs from it in one row. */
final class Mutator {
  private static final VoiceState[] STATES = VoiceState.values();

  private final Table table = VoiceFlow.TABLE;
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

  private Stream<Mutant> mutants(Row row) {
    return Stream.of(
            elsewhere(row),
            otherReason(row),
            withoutAction(row),
            withoutEffect(row),
            negated(row),
            removed(row),
            notArmed(row))
        .flatMap(mutants -> mutants);
  }

  private Stream<Mutant> elsewhere(Row row) {
    if (!row.changesState()) {
      return Stream.empty();
    }
    VoiceState to = STATES[1 + (row.to().ordinal() + row.from().ordinal()) % (STATES.length - 1)];
    if (to == row.to()) {
      to = STATES[1 + to.ordinal() % (STATES.length - 1)];
    }
    Optional<Reason> reason = row.from().isTerminal() ? row.reason() : reasonFor(to);
    Row changed = changed(row, row.outcome(), to, reason, row.actions());
    return Stream.of(inTable(Mutant.Kind.TARGET, row, "leads to " + to, List.of(changed)));
  }

  private static Optional<Reason> reasonFor(VoiceState to) {
    return switch (to) {
      case AWAITING_SERVER_UPDATE -> Optional.of(WaitReason.SESSION_CHANGED);
      case BACKOFF -> Optional.of(BackoffPlan.REJOIN);
      case DISCONNECTED -> Optional.of(DisconnectReason.REQUESTED);
      case FAILED -> Optional.of(FailureCause.INTERNAL_ERROR);
      default -> Optional.empty();
    };
  }

  private Stream<Mutant> otherReason(Row row) {
    if (!(row.reason().orElse(null) instanceof Enum<?> reason)) {
      return Stream.empty();
    }
    Object[] reasons = reason.getDeclaringClass().getEnumConstants();
    Reason other = (Reason) reasons[(reason.ordinal() + 1) % reasons.length];
    Row changed = changed(row, row.outcome(), row.to(), Optional.of(other), row.actions());
    return Stream.of(inTable(Mutant.Kind.REASON, row, "because of " + other, List.of(changed)));
  }

  private Stream<Mutant> withoutAction(Row row) {
    List<Mutant> mutants = new ArrayList<>();
    for (int i = 0; i < row.actions().size(); i++) {
      List<Action> fewer = new ArrayList<>(row.actions());
      Action dropped = fewer.remove(i);
      Row changed = changed(row, row.outcome(), row.to(), row.reason(), fewer);
      mutants.add(inTable(Mutant.Kind.ACTION, row, "without " + dropped, List.of(changed)));
    }
    return mutants.stream();
  }

  private Stream<Mutant> removed(Row row) {
    List<Row> cell = table.cell(row.from(), row.event());
    int place = cell.indexOf(row);
    if (row.guard().isPresent()) {
      return Stream.of(inTable(Mutant.Kind.REMOVED, row, "removed", List.of()));
    }
    if (place > 0) {
      List<Row> standIn = List.of(unguarded(cell.get(place - 1)));
      Supplier<Rules> rules = rules(cell.subList(place - 1, place + 1), standIn);
      return Stream.of(new Mutant(Mutant.Kind.REMOVED, row, "removed", rules));
    }
    if (row.outcome() == Row.Outcome.IGNORED || row.actions().isEmpty() && !row.changesState()) {
      return Stream.empty();
    }
    Row ignored =
        changed(row, Row.Outcome.IGNORED, row.from(), Optional.empty(), List.<Action>of());
    return Stream.of(inTable(Mutant.Kind.REMOVED, row, "removed", List.of(ignored)));
  }

  private Stream<Mutant> negated(Row row) {
    return row.guard().isEmpty()
        ? Stream.empty()
        : Stream.of(new Mutant(Mutant.Kind.GUARD, row, "guard negated", () -> negation(row)));
  }

  /**
   * Where the flow takes the row, it goes by the rows after it; where it takes one of those, by it.
   */
  private Rules negation(Row row) {
    List<Row> cell = table.cell(row.from(), row.event());
    List<Row> fromHere = cell.subList(cell.indexOf(row), cell.size());
    Rules never = rules(List.of(row), List.of()).get();
    Rules always = rules(fromHere, List.of(unguarded(row))).get();
    return (limits, state, memory, event) -> {
      Decision real = flow.decide(limits, state, memory, event);
      if (real.row() == row) {
        return never.decide(limits, state, memory, event);
      }
      return fromHere.contains(real.row()) ? always.decide(limits, state, memory, event) : real;
    };
  }

  private Stream<Mutant> withoutEffect(Row row) {
    return recording.effectsOf(row).stream()
        .map(
            type ->
                onDecisions(
                    Mutant.Kind.EFFECT,
                    row,
                    "without effect " + type.getSimpleName(),
                    (before, real) -> without(real, real.memory(), type::isInstance)));
  }

  private Stream<Mutant> notArmed(Row row) {
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
    Decision of(FlowMemory before, Decision real);
  }

  private Mutant onDecisions(Mutant.Kind kind, Row row, String slip, Change change) {
    Rules rules =
        (limits, state, memory, event) -> {
          Decision real = flow.decide(limits, state, memory, event);
          return real.row() == row ? change.of(memory, real) : real;
        };
    return new Mutant(kind, row, slip, () -> rules);
  }

  /** If the timer ran before, it is stopped, so that the accounts of running timers balance. */
  private static Decision withoutTimer(FlowTimer timer, FlowMemory before, Decision real) {
    Predicate<Effect> starts =
        effect -> effect instanceof Effect.StartTimer start && start.timer() == timer;
    if (real.effects().stream().noneMatch(starts)) {
      return real;
    }
    boolean fired = real.event() instanceof VoiceEvent.TimerFired that && that.timer() == timer;
    Effect.StopTimer stop = new Effect.StopTimer(timer, before.timers().generation(timer));
    FlowMemory unarmed = real.memory().with(real.memory().timers().stopped(timer));
    Decision quiet = without(real, unarmed, starts);
    if (!before.timers().isArmed(timer) || fired || real.effects().contains(stop)) {
      return quiet;
    }
    List<Effect> stopping = new ArrayList<>(quiet.effects());
    stopping.add(stop);
    return new Decision(
        real.event(), real.kind(), real.row(), real.from(), real.to(), unarmed, stopping);
  }

  private static Decision without(Decision real, FlowMemory memory, Predicate<Effect> dropped) {
    List<Effect> kept = real.effects().stream().filter(dropped.negate()).toList();
    return new Decision(
        real.event(), real.kind(), real.row(), real.from(), real.to(), memory, kept);
  }

  private Mutant inTable(Mutant.Kind kind, Row row, String slip, List<Row> instead) {
    return new Mutant(kind, row, slip, rules(List.of(row), instead));
  }

  /** The table with these rows of one cell, which follow one another, replaced by those. */
  private Supplier<Rules> rules(List<Row> replaced, List<Row> instead) {
    return () -> {
      List<Row> rows = new ArrayList<>(table.rows());
      int place = rows.indexOf(replaced.get(0));
      rows.subList(place, place + replaced.size()).clear();
      rows.addAll(place, instead);
      return Rules.of(Table.of(rows));
    };
  }

  private static Row unguarded(Row row) {
    return new Row(
        row.id(),
        row.event(),
        row.from(),
        Optional.empty(),
        row.outcome(),
        row.to(),
        row.reason(),
        row.actions(),
        row.note());
  }

  private static Row changed(
      Row row, Row.Outcome outcome, VoiceState to, Optional<Reason> reason, List<Action> actions) {
    return new Row(
        row.id(), row.event(), row.from(), row.guard(), outcome, to, reason, actions, row.note());
  }
}
