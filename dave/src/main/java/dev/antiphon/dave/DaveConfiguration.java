package dev.antiphon.dave;

/**
 * Where a session is: its state, and what it remembers besides.
 *
 * @param state the state
 * @param memory the memory
 */
record DaveConfiguration(DaveState state, DaveMemory memory) {

  /** Before the first event, and after the end. */
  static final DaveConfiguration INITIAL =
      new DaveConfiguration(DaveState.DISABLED, DaveMemory.INITIAL);

  DaveConfiguration with(DaveMemory other) {
    return new DaveConfiguration(state, other);
  }
}
