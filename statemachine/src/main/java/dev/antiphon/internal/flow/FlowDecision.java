package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Decision;
import dev.antiphon.machine.Row;
import java.util.List;

/** The step of the flow for one event. */
public final class FlowDecision
    extends Decision<VoiceEvent, Row<Substate, EventKind, Guard, Action>, Snapshot, Effect> {

  /** See {@link Decision}. */
  public FlowDecision(
      VoiceEvent event,
      Row<Substate, EventKind, Guard, Action> row,
      Snapshot before,
      Snapshot after,
      List<Effect> effects) {
    super(event, row, before, after, effects);
  }

  /** Returns the kind of the event: its line of the table. */
  public EventKind kind() {
    return row().event();
  }

  /** Returns the state before the step. */
  public VoiceState from() {
    return before().state();
  }

  /** Returns the state after the step. */
  public VoiceState to() {
    return after().state();
  }

  /** Returns the memory after the step. */
  public FlowMemory memory() {
    return after().memory();
  }

  /** Returns the trigger of the step. */
  public Trigger trigger() {
    return row().changesState() && after().at() instanceof FlowState.Triggered entered
        ? entered.trigger()
        : event().trigger(before().memory());
  }

  /** Returns whether the event was dropped as late (rule G0). */
  public boolean isStale() {
    return VoiceFlow.STALE.equals(row().id());
  }
}
