package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The flow: one table, and the pure function that reads it.
 *
 * <p>A step has this order. A late event is dropped (rule G0). The event gets its kind from the
 * memory. The first row of the cell whose guard holds is taken. If this row changes the state, the
 * exit actions of the old state run first, then the actions of the row, then the entry actions of
 * the new state.
 *
 * <p>Immutable, so every thread can use it.
 */
public final class VoiceFlow {

  /** The table of the flow. */
  public static final Table<Substate, EventKind, Guard, Action> TABLE = writeTable();

  /** The row id of late events, which are dropped (rule G0). */
  static final String STALE = "G0";

  private final FlowLimits limits;
  private final Table<Substate, EventKind, Guard, Action> table;

  /** Creates a flow with these limits. */
  public VoiceFlow(FlowLimits limits) {
    this(limits, TABLE);
  }

  /** Creates a flow with another table, for tests that need a broken one. */
  VoiceFlow(FlowLimits limits, Table<Substate, EventKind, Guard, Action> table) {
    this.limits = limits;
    this.table = table;
  }

  /** Returns whether the id is a row of the table, or G0. */
  public static boolean hasRow(String id) {
    return id.equals(STALE) || TABLE.row(id).isPresent();
  }

  /** Returns the start of a connection, in Idle. {@code seed} is the random seed. */
  public Snapshot initial(long seed) {
    return new Snapshot(new FlowState.Idle(), FlowMemory.initial(limits, new Jitter(seed)));
  }

  /** Returns the step for the event. Never throws. */
  public FlowDecision decide(Snapshot before, VoiceEvent event) {
    EventKind kind = event.kind(before.memory());
    if (!event.isCurrent(before.memory())) {
      Row<Substate, EventKind, Guard, Action> row = stale(before.at().substate(), kind);
      return new FlowDecision(event, row, before, before, closeLateOpening(event));
    }
    FlowMemory current = consume(before.memory(), event);
    Situation situation = new Situation(limits, before.at(), current, event);
    Row<Substate, EventKind, Guard, Action> row =
        table.choose(before.at().substate(), kind, guard -> guard.holds(situation));
    Step step = new Step(situation);
    if (row.changesState()) {
      VoiceState from = before.state();
      Substate to = row.target(before.at().substate());
      StateActions.leave(from, to.superstate(), step);
      row.actions().forEach(action -> action.apply(step));
      StateActions.enter(from, to, TimeoutDetails.of(situation, to), step);
    } else {
      row.to().ifPresent(substate -> step.setState(before.at().as(substate)));
      row.actions().forEach(action -> action.apply(step));
    }
    return new FlowDecision(event, row, before, step.snapshot(), step.effects());
  }

  private static Table<Substate, EventKind, Guard, Action> writeTable() {
    FlowWriter table = new FlowWriter();
    ApplicationRows.write(table);
    MainGatewayRows.write(table);
    SocketRows.write(table);
    CloseRows.write(table);
    TimerRows.write(table);
    UdpRows.write(table);
    PolicyRows.write(table);
    KeyRows.write(table);
    return table.table();
  }

  /** Returns the row of a late event, which is dropped before the table is read. */
  private static Row<Substate, EventKind, Guard, Action> stale(Substate at, EventKind kind) {
    return new Row<>(
        STALE,
        kind,
        Set.of(at),
        List.of(at.superstate()),
        Optional.empty(),
        Outcome.IGNORED,
        Optional.empty(),
        List.of(),
        "stale");
  }

  /** A timer that has fired no longer runs. */
  private static FlowMemory consume(FlowMemory memory, VoiceEvent event) {
    return event instanceof VoiceEvent.TimerFired fired
        ? memory.with(memory.timers().stopped(fired.timer()))
        : memory;
  }

  /** A WebSocket or path that opens too late is closed here, because no state holds it. */
  private static List<Effect> closeLateOpening(VoiceEvent event) {
    if (event instanceof VoiceEvent.SocketOpen open) {
      return List.of(new Effect.AbortSocket(open.generation()));
    }
    if (event instanceof VoiceEvent.UdpReady ready) {
      return List.of(new Effect.CloseUdp(ready.generation()));
    }
    return List.of();
  }
}
