package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Decision;
import dev.antiphon.machine.Row;
import java.util.List;

/** What one event leads to in the flow. */
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

  /** The line of the table that the event is. */
  public EventKind kind() {
    return row().event();
  }

  /** The state before. */
  public VoiceState from() {
    return before().state();
  }

  /** The state afterwards. */
  public VoiceState to() {
    return after().state();
  }

  /** The memory afterwards. */
  public FlowMemory memory() {
    return after().memory();
  }

  /** Whether the event was dropped as late, before the table was asked (rule G0). */
  public boolean isStale() {
    return VoiceFlow.STALE.equals(row().id());
  }
}
