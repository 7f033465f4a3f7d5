package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Substate;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.Table;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of the flow, and the account of which scenario met which row, and what rows did. */
final class Recording implements Rules {
  private final Rules flow = Rules.of(VoiceFlow.TABLE);
  private final List<Track> tracks = new ArrayList<>();
  private final Map<String, Set<FlowTimer>> started = new HashMap<>();
  private final Map<String, Set<Class<?>>> effects = new HashMap<>();

  /** What a scenario met. */
  static final class Track {
    private final Scenario scenario;
    private final Set<String> rows = new HashSet<>();
    private int decisions;
    private boolean readsTable;

    private Track(Scenario scenario) {
      this.scenario = scenario;
    }

    Scenario scenario() {
      return scenario;
    }

    /** How many steps it took. */
    int decisions() {
      return decisions;
    }

    /** Whether it looked into the table itself. */
    boolean readsTable() {
      return readsTable;
    }

    /** Whether it took a row in which the mutant differs, or looked into the table itself. */
    boolean meets(Mutant mutant) {
      return readsTable || mutant.rows().stream().map(Row::id).anyMatch(rows::contains);
    }
  }

  /** What is decided from now on, is decided in this scenario. */
  void begins(Scenario scenario) {
    tracks.add(new Track(scenario));
  }

  @Override
  public FlowDecision decide(FlowLimits limits, Snapshot before, VoiceEvent event) {
    FlowDecision decision = flow.decide(limits, before, event);
    String row = decision.row().id();
    if (!tracks.isEmpty()) {
      Track track = tracks.get(tracks.size() - 1);
      track.decisions++;
      track.rows.add(row);
    }
    for (Effect effect : decision.effects()) {
      if (effect instanceof Effect.StartTimer start) {
        started.computeIfAbsent(row, id -> EnumSet.noneOf(FlowTimer.class)).add(start.timer());
      } else if (!(effect instanceof Effect.StopTimer)) {
        effects.computeIfAbsent(row, id -> new LinkedHashSet<>()).add(effect.getClass());
      }
    }
    return decision;
  }

  @Override
  public Table<Substate, EventKind, Guard, Action> table() {
    if (!tracks.isEmpty()) {
      tracks.get(tracks.size() - 1).readsTable = true;
    }
    return flow.table();
  }

  List<Track> tracks() {
    return List.copyOf(tracks);
  }

  /** The timers that this row was seen to start. */
  Set<FlowTimer> startedBy(Row<Substate, EventKind, Guard, Action> row) {
    return started.getOrDefault(row.id(), Set.of());
  }

  /** The kinds of effects that this row was seen to have, but for those on timers. */
  Set<Class<?>> effectsOf(Row<Substate, EventKind, Guard, Action> row) {
    return effects.getOrDefault(row.id(), Set.of());
  }
}
