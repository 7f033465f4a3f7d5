package dev.antiphon.spi;

import dev.antiphon.flow.VoiceState;

/**
 * The state machine of one connection. It starts in {@link VoiceState#IDLE}.
 *
 * <p>The table has chosen the transition already; the engine does not choose. Its work is to be
 * where the table says, so that whatever observes the engine sees the flow. Events that change no
 * state never reach it.
 *
 * <p>Used by one thread at a time. The calls run on the connection's event loop, so they must
 * return within microseconds and must not block.
 */
public interface FlowEngine {

  /** The present state. */
  VoiceState state();

  /**
   * Takes a transition. When it returns, {@link #state} is {@link FlowTransition#to}.
   *
   * <p>An engine that throws, or that is in another state before or afterwards than the table says,
   * is not asked again: its connection fails with {@code FailureCause.INTERNAL_ERROR}.
   *
   * @param transition one of the table, whose {@link FlowTransition#from} is the present state
   */
  void take(FlowTransition transition);
}
