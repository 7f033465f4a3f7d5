package dev.antiphon.internal.engine;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.spi.FlowEngine;

/**
 * One running flow: the pure core decides, the engine takes what changes the state, and this holds
 * state and memory from step to step.
 *
 * <p>Invariant: between two calls the engine's state and the one held here agree. Owned by one
 * thread at a time: the caller hands over one event after the other, never from within {@link
 * #handle}.
 */
public final class FlowMachine {
  private final VoiceFlow flow;
  private final FlowEngine engine;
  private Snapshot snapshot;

  /**
   * A flow in Idle.
   *
   * @param engine a new one
   * @param seed what its chance begins with
   */
  public FlowMachine(VoiceFlow flow, FlowEngine engine, long seed) {
    this.flow = flow;
    this.engine = engine;
    this.snapshot = flow.initial(seed);
  }

  /** The present state and memory. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /**
   * Takes the step that the event asks for and says what it was; the effects are the caller's to
   * execute.
   *
   * @throws EngineException if the engine did not do what the table says; state and memory are then
   *     unchanged, and the engine is of no further use
   */
  public FlowDecision handle(VoiceEvent event) {
    FlowDecision decision = flow.decide(snapshot, event);
    if (decision.row().changesState()) {
      requireState(decision.from(), decision);
      take(decision);
      requireState(decision.to(), decision);
    }
    return adopt(decision);
  }

  /** Takes the step without the engine, which has failed. */
  public FlowDecision handleWithoutEngine(VoiceEvent event) {
    return adopt(flow.decide(snapshot, event));
  }

  private void take(FlowDecision decision) {
    try {
      engine.take(FlowTransitions.of(decision.row()));
    } catch (RuntimeException failure) {
      throw new EngineException(notTaken(decision), failure);
    }
  }

  private void requireState(VoiceState expected, FlowDecision decision) {
    if (engine.state() != expected) {
      throw new EngineException(notTaken(decision));
    }
  }

  private String notTaken(FlowDecision decision) {
    return "row "
        + decision.row().id()
        + " was not taken: the engine is in "
        + engine.state().title();
  }

  private FlowDecision adopt(FlowDecision decision) {
    snapshot = decision.after();
    return decision;
  }
}
