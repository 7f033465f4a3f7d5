package dev.antiphon.spi;

import dev.antiphon.flow.VoiceState;

/**
 * The state machine of one connection. It starts in {@link VoiceState#IDLE}.
 *
 * <p>The table has already chosen the transition; the engine does not choose. The engine keeps the
 * state that the table sets, so that observers of the engine see the flow. Events that change no
 * state do not reach it.
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
   * <p>The engine must be in the expected state before and after the call, and must not throw.
   * Otherwise it is not called again, and its connection fails with {@code
   * FailureCause.INTERNAL_ERROR}.
   *
   * @param transition a transition of the table; its {@link FlowTransition#from} is the current
   *     state
   */
  void take(FlowTransition transition);
}
