package dev.antiphon.diagram;

/** The kind of a state or pseudo-state, with the terms of UML. */
public enum StateKind {
  /** A normal state: simple, or with regions inside. */
  NORMAL,
  /** The initial pseudo-state of a region: the source of one transition without a trigger. */
  INITIAL,
  /** A final state of its region. */
  END,
  /** A choice: its guards are evaluated when it is reached. */
  CHOICE,
  /** A junction: its guards are evaluated before the transition to it is taken. */
  JUNCTION,
  /** A fork: enters several regions. */
  FORK,
  /** A join: waits for several regions. */
  JOIN,
  /** Shallow history: enters the inner state that was active when the region was left. */
  SHALLOW_HISTORY,
  /** Deep history: enters the innermost states that were active when the region was left. */
  DEEP_HISTORY,
  /** A named entry point of a composite state. */
  ENTRY_POINT,
  /** A named exit point of a composite state. */
  EXIT_POINT;

  /**
   * Whether this is a pseudo-state. A machine passes through a pseudo-state and never stays in it.
   */
  public boolean isPseudo() {
    return this != NORMAL && this != END;
  }

  /** Whether this is a history pseudo-state. */
  public boolean isHistory() {
    return this == SHALLOW_HISTORY || this == DEEP_HISTORY;
  }
}
