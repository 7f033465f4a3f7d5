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
 * <p>A step goes in this order: a late event of something no longer held is dropped (rule G0); the
 * event is classified by what is known; the first row of its cell whose guard holds is taken; if
 * that row changes the state, what the old state does on leaving, what the row does, and what the
 * new state does on entering follow one another.
 *
 * <p>Safe for use by any number of threads: it has no state of its own.
 */
public final class VoiceFlow {

  /** THE table. */
  public static final Table<Substate, EventKind, Guard, Action> TABLE = writeTable();

  /**
   * The id of the row under which late events of something no longer held are dropped (rule G0).
   */
  static final String STALE = "G0";

  private final FlowLimits limits;
  private final Table<Substate, EventKind, Guard, Action> table;

  /** A flow under these limits. */
  public VoiceFlow(FlowLimits limits) {
    this(limits, TABLE);
  }

  /** A flow that reads another table, so that it can be shown what the tests say of that. */
  VoiceFlow(FlowLimits limits, Table<Substate, EventKind, Guard, Action> table) {
    this.limits = limits;
    this.table = table;
  }

  /** Whether a step of this table can have taken a row of that id. */
  public static boolean hasRow(String id) {
    return id.equals(STALE) || TABLE.row(id).isPresent();
  }

  /** How a connection begins: in Idle; {@code seed} is what its chance begins with. */
  public Snapshot initial(long seed) {
    return new Snapshot(new FlowState.Idle(), FlowMemory.initial(limits, new Jitter(seed)));
  }

  /** What the event leads to. Never throws for any combination of arguments. */
  public FlowDecision decide(Snapshot before, VoiceEvent event) {
    EventKind kind = event.kind(before.memory());
    if (!event.isCurrent(before.memory())) {
      Row<Substate, EventKind, Guard, Action> row = stale(before.at().substate(), kind);
      return new FlowDecision(event, row, before, before, closeLatecomer(event));
    }
    FlowMemory present = consume(before.memory(), event);
    Situation situation = new Situation(limits, before.at(), present, event);
    Row<Substate, EventKind, Guard, Action> row =
        table.choose(before.at().substate(), kind, guard -> guard.holds(situation));
    Step step = new Step(situation);
    if (row.changesState()) {
      VoiceState from = before.state();
      Substate to = row.target(before.at().substate());
      StateActions.leave(from, to.superstate(), step);
      row.actions().forEach(action -> action.apply(step));
      StateActions.enter(from, to, event.trigger(before.memory()), step);
    } else {
      row.to().ifPresent(substate -> step.become(before.at().as(substate)));
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
    return table.table();
  }

  /** Stands for the dropping of a late event, before the table is asked. */
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

  /** A timer that has fired runs no more. */
  private static FlowMemory consume(FlowMemory memory, VoiceEvent event) {
    return event instanceof VoiceEvent.TimerFired fired
        ? memory.with(memory.timers().stopped(fired.timer()))
        : memory;
  }

  /** What opened too late is closed again, or nobody ever would. */
  private static List<Effect> closeLatecomer(VoiceEvent event) {
    if (event instanceof VoiceEvent.SocketOpen open) {
      return List.of(new Effect.AbortSocket(open.generation()));
    }
    if (event instanceof VoiceEvent.UdpReady ready) {
      return List.of(new Effect.CloseUdp(ready.generation()));
    }
    return List.of();
  }
}
