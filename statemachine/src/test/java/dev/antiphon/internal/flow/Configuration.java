package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;

/** A state with its memory, and the account of what led there. */
record Configuration(VoiceState state, FlowMemory memory, Ledger ledger) {

  /** Where a connection begins. */
  static Configuration first(FlowLimits limits) {
    FlowMemory memory = FlowMemory.initial(limits, new Jitter(FlowSimulation.SEED));
    return new Configuration(VoiceState.IDLE, memory, Ledger.EMPTY);
  }

  /** What that step makes of it. */
  Configuration after(Decision decision) {
    return new Configuration(decision.to(), decision.memory(), ledger.after(memory, decision));
  }

  /** Whether nothing at all has happened to it; equal memories may still be two. */
  boolean sameAs(Configuration other) {
    return state == other.state && memory == other.memory && ledger.equals(other.ledger);
  }

  boolean isTerminal() {
    return state.isTerminal();
  }
}
