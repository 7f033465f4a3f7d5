package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import java.util.List;

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
  public static final Table TABLE = writeTable();

  private final FlowLimits limits;
  private final Table table;

  /** A flow under these limits. */
  public VoiceFlow(FlowLimits limits) {
    this(limits, TABLE);
  }

  /** A flow that reads another table, so that it can be shown what the tests say of that. */
  VoiceFlow(FlowLimits limits, Table table) {
    this.limits = limits;
    this.table = table;
  }

  /** The memory with which a connection begins; {@code seed} is what its chance begins with. */
  public FlowMemory initialMemory(long seed) {
    return FlowMemory.initial(limits, new Jitter(seed));
  }

  /** What the event leads to. Never throws for any combination of arguments. */
  public Decision decide(VoiceState state, FlowMemory memory, VoiceEvent event) {
    EventKind kind = event.kind(memory);
    if (!event.isCurrent(memory)) {
      Row stale = Row.stale(state, kind);
      return new Decision(event, kind, stale, state, state, memory, closeLatecomer(event));
    }
    FlowMemory present = consume(memory, event);
    Row row = table.choose(state, kind, new Situation(limits, present, event));
    Step step = new Step(limits, present, event);
    if (row.changesState()) {
      Trigger trigger = event.trigger(memory);
      StateActions.leave(state, row.to(), step);
      row.actions().forEach(action -> action.apply(step));
      step.remember(draft -> draft.entering(row.reason(), trigger));
      StateActions.enter(state, row.to(), step);
    } else {
      row.reason().ifPresent(reason -> step.remember(draft -> draft.because(reason)));
      row.actions().forEach(action -> action.apply(step));
    }
    return new Decision(event, kind, row, state, row.to(), step.memory(), step.effects());
  }

  private static Table writeTable() {
    TableWriter table = new TableWriter();
    ApplicationRows.write(table);
    MainGatewayRows.write(table);
    SocketRows.write(table);
    CloseRows.write(table);
    TimerRows.write(table);
    UdpRows.write(table);
    PolicyRows.write(table);
    return table.table();
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
