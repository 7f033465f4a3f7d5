package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;

/**
 * State and memory of a connection between two steps. Immutable.
 *
 * @param at the state
 * @param memory the memory
 */
public record Snapshot(FlowState at, FlowMemory memory) {

  /** Returns the state that users see. */
  public VoiceState state() {
    return at.state();
  }
}
