package dev.antiphon.spi;

import dev.antiphon.flow.VoiceState;

/**
 * The state machine of one connection. It starts in {@link VoiceState#IDLE}.
 *
 * <p>The transition table chooses every transition. The engine does not choose: it stores the state
 * that the table has chosen. So a tool that observes the engine sees every change of state. Events
 * that do not change the state do not reach the engine.
 *
 * <p>Used by one thread at a time. The calls run on the connection's event loop, so they must
 * return within microseconds and must not block.
 */
public interface FlowEngine {

  /** Returns the current state. */
  VoiceState state();

  /**
   * Takes a transition. When this method returns, {@link #state} is {@link FlowTransition#to}.
   *
   * <p>The engine must be in {@link FlowTransition#from} before the call and in {@link
   * FlowTransition#to} after it, and must not throw an exception. Otherwise the engine is not
   * called again, and its connection fails with {@code FailureCause.INTERNAL_ERROR}.
   *
   * @param transition a transition of the table that starts in the current state
   */
  void take(FlowTransition transition);
}
