package dev.antiphon.dave;

/**
 * The current state of a session together with its memory.
 *
 * @param state the state
 * @param memory the memory
 */
record DaveConfiguration(DaveState state, DaveMemory memory) {

  /** The configuration before the first event, and after the session is closed. */
  static final DaveConfiguration INITIAL =
      new DaveConfiguration(DaveState.DISABLED, DaveMemory.INITIAL);

  DaveConfiguration with(DaveMemory other) {
    return new DaveConfiguration(state, other);
  }
}
