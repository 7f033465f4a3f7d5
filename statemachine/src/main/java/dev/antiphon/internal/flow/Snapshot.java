package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;

/**
 * A connection between two steps. Immutable.
 *
 * @param at where it is
 * @param memory what it remembers
 */
public record Snapshot(FlowState at, FlowMemory memory) {

  /** The state that users see. */
  public VoiceState state() {
    return at.state();
  }
}
