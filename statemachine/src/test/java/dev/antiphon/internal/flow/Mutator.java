package dev.antiphon.internal.flow;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.check.Mutant;
import dev.antiphon.machine.check.Mutants;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Creates every mutant of the flow that differs in one row. Some mutants change the table. Others
 * leave out an effect or a timer, although the memory records it.
 */
final class Mutator {
  private static final VoiceState[] STATES = VoiceState.values();

  private final Table<Substate, EventKind, Guard, Action> table = VoiceFlow.TABLE;
  private final Mutants<Substate, EventKind, Guard, Action> mutants =
      new Mutants<>(table, this::otherTargets);
  private final Rules flow = Rules.of(table);
  private final FlowRecording recording;

  /** Mutants leave out the timers and effects that the recording has seen in a row. */
  Mutator(FlowRecording recording) {
    this.recording = recording;
  }

  /** All mutants, row by row. */
  List<FlowMutant> mutants() {
    return table.rows().stream().flatMap(this::mutants).toList();
  }

  private Stream<FlowMutant> mutants(Row<Substate, EventKind, Guard, Action> row) {
    Stream<FlowMutant> ofTheTable =
        mutants.of(row).stream()
            .map(mutant -> new FlowMutant(row, mutant.what(), mutant.rows(), () -> rules(mutant)));
    return Stream.of(ofTheTable, withoutEffect(row), notArmed(row)).flatMap(some -> some);
  }

  /** Tests that read the table get the changed table. Not every defect is visible in a table. */
  private static Rules rules(Mutant<Substate, EventKind, Guard, Action> mutant) {
    return mutant
        .table()
        .map(Rules::of)
        .orElseGet(
            () -> {
              Function<Rules.Question, FlowDecision> changed =
                  mutant.in(other -> Rules.of(other)::answer, decision -> decision.row().id());
              return (limits, before, event) ->
                  changed.apply(new Rules.Question(limits, before, event));
            });
  }

  /** One other target state, except Idle, and one other substate. */
  private List<Substate> otherTargets(Row<Substate, EventKind, Guard, Action> row) {
    List<Substate> others = new ArrayList<>();
    if (row.changesState()) {
      VoiceState real = FlowRows.to(row);
      VoiceState to =
          STATES[1 + (real.ordinal() + FlowRows.from(row).ordinal()) % (STATES.length - 1)];
      others.add(substateOf(to == real ? STATES[1 + to.ordinal() % (STATES.length - 1)] : to));
    }
    row.substate()
        .ifPresent(
            real -> {
              List<Substate> substates =
                  table.states().stream()
                      .filter(substate -> substate.superstate() == real.superstate())
                      .toList();
              others.add(substates.get((substates.indexOf(real) + 1) % substates.size()));
            });
    return others;
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

  private Stream<FlowMutant> withoutEffect(Row<Substate, EventKind, Guard, Action> row) {
    return recording.effectsOf(row).stream()
        .map(
            type ->
                onDecisions(
                    row,
                    "without effect " + type.getSimpleName(),
                    (before, real) -> without(real, real.memory(), type::isInstance)));
  }

  private Stream<FlowMutant> notArmed(Row<Substate, EventKind, Guard, Action> row) {
    Set<FlowTimer> timers = EnumSet.noneOf(FlowTimer.class);
    timers.addAll(recording.startedBy(row));
    return timers.stream()
        .map(
            timer ->
                onDecisions(
                    row,
                    "without timer " + timer,
                    (before, real) -> withoutTimer(timer, before, real)));
  }

  private interface Change {
    FlowDecision of(FlowMemory before, FlowDecision real);
  }

  private FlowMutant onDecisions(
      Row<Substate, EventKind, Guard, Action> row, String defect, Change change) {
    Rules rules =
        (limits, before, event) -> {
          FlowDecision real = flow.decide(limits, before, event);
          return real.row() == row ? change.of(before.memory(), real) : real;
        };
    return new FlowMutant(row, defect, Set.of(row.id()), () -> rules);
  }

  /** A timer that ran before is stopped, so that the running timers match the memory. */
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
}
