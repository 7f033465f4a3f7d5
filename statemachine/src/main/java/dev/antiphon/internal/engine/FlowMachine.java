package dev.antiphon.internal.engine;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.spi.FlowEngine;

/**
 * A running flow. The pure core decides, the engine takes the transitions, and this class keeps
 * state and memory between the steps.
 *
 * <p>Invariant: between two calls, this class and the engine have the same state. Used by one
 * thread at a time. The caller passes one event after another, never from inside {@link #handle}.
 */
public final class FlowMachine {
  private final VoiceFlow flow;
  private final FlowEngine engine;
  private Snapshot snapshot;

  /**
   * Creates a flow in Idle.
   *
   * @param engine a new engine
   * @param seed the random seed
   */
  public FlowMachine(VoiceFlow flow, FlowEngine engine, long seed) {
    this.flow = flow;
    this.engine = engine;
    this.snapshot = flow.initial(seed);
  }

  /** Returns the current state and memory. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /**
   * Takes the step for the event and returns it. The caller executes its effects.
   *
   * @throws EngineException if the engine did not do what the table says; state and memory are then
   *     unchanged, and the engine must not be used again
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
