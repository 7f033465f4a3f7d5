package dev.antiphon.internal.engine;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Decision;
import dev.antiphon.internal.flow.FlowMemory;
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
  private VoiceState state = VoiceState.IDLE;
  private FlowMemory memory;

  /**
   * A flow in Idle.
   *
   * @param engine a new one
   * @param seed what its chance begins with
   */
  public FlowMachine(VoiceFlow flow, FlowEngine engine, long seed) {
    this.flow = flow;
    this.engine = engine;
    this.memory = flow.initialMemory(seed);
  }

  /** The present state. */
  public VoiceState state() {
    return state;
  }

  /** The present memory. */
  public FlowMemory memory() {
    return memory;
  }

  /**
   * Takes the step that the event asks for and says what it was; the effects are the caller's to
   * execute.
   *
   * @throws EngineException if the engine did not do what the table says; state and memory are then
   *     unchanged, and the engine is of no further use
   */
  public Decision handle(VoiceEvent event) {
    Decision decision = flow.decide(state, memory, event);
    if (decision.row().changesState()) {
      requireState(decision.from(), decision);
      take(decision);
      requireState(decision.to(), decision);
    }
    return adopt(decision);
  }

  /** Takes the step without the engine, which has failed. */
  public Decision handleWithoutEngine(VoiceEvent event) {
    return adopt(flow.decide(state, memory, event));
  }

  private void take(Decision decision) {
    try {
      engine.take(FlowTransitions.of(decision.row()));
    } catch (RuntimeException failure) {
      throw new EngineException(notTaken(decision), failure);
    }
  }

  private void requireState(VoiceState expected, Decision decision) {
    if (engine.state() != expected) {
      throw new EngineException(notTaken(decision));
    }
  }

  private String notTaken(Decision decision) {
    return "row "
        + decision.row().id()
        + " was not taken: the engine is in "
        + engine.state().title();
  }

  private Decision adopt(Decision decision) {
    state = decision.to();
    memory = decision.memory();
    return decision;
  }
}
