package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;

/** A connection between two steps, and the account of what led there. */
record Configuration(Snapshot now, Ledger ledger) {

  /** Where a connection begins. */
  static Configuration first(FlowLimits limits) {
    return new Configuration(new VoiceFlow(limits).initial(FlowSimulation.SEED), Ledger.EMPTY);
  }

  /** What that step makes of it. */
  Configuration after(FlowDecision decision) {
    return new Configuration(decision.after(), ledger.after(memory(), decision));
  }

  /** Whether nothing at all has happened to it; equal memories may still be two. */
  boolean sameAs(Configuration other) {
    return now.at() == other.now.at() && memory() == other.memory() && ledger.equals(other.ledger);
  }

  FlowState at() {
    return now.at();
  }

  VoiceState state() {
    return now.state();
  }

  FlowMemory memory() {
    return now.memory();
  }

  boolean isTerminal() {
    return state().isTerminal();
  }
}
