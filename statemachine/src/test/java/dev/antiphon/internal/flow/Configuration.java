package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;

/** A connection between two steps: its snapshot, its external state and its surroundings. */
record Configuration(Snapshot now, ExternalState external, Surroundings surroundings) {

  /** The configuration of a new connection, in a guild in which Discord does not list the bot. */
  static Configuration first(FlowLimits limits) {
    return first(limits, false);
  }

  /** The configuration of a new connection. */
  static Configuration first(FlowLimits limits, boolean listedBefore) {
    return new Configuration(
        new VoiceFlow(limits).initial(FlowSimulation.SEED),
        ExternalState.EMPTY,
        new Surroundings(false, listedBefore));
  }

  /** The configuration after that step. */
  Configuration after(FlowDecision decision) {
    return new Configuration(
        decision.after(),
        external.after(memory(), decision),
        surroundings.after(memory(), decision));
  }

  /** Whether nothing has changed. The memory must be the same object, not only equal. */
  boolean sameAs(Configuration other) {
    return now.at() == other.now.at()
        && memory() == other.memory()
        && external.equals(other.external)
        && surroundings.equals(other.surroundings);
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
