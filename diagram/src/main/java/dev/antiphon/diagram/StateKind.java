package dev.antiphon.diagram;

/** What a node of a diagram is, in the words of UML. */
public enum StateKind {
  /** A state one can be in, simple or with regions inside. */
  NORMAL,
  /** Where a region begins: the source of one transition without a trigger. */
  INITIAL,
  /** A state in which its region is over. */
  END,
  /** Goes on at once, by guards that are evaluated when it is reached. */
  CHOICE,
  /** Goes on at once, by guards that are evaluated before the way to it begins. */
  JUNCTION,
  /** Goes on into several regions. */
  FORK,
  /** Goes on when several regions have come. */
  JOIN,
  /** The child its region was in when it was left. */
  SHALLOW_HISTORY,
  /** The innermost states its region was in when it was left. */
  DEEP_HISTORY,
  /** A named way into a composite state. */
  ENTRY_POINT,
  /** A named way out of a composite state. */
  EXIT_POINT;

  /** Whether one can stay in it: a pseudo-state is only passed. */
  public boolean isPseudo() {
    return this != NORMAL && this != END;
  }

  /** Whether it stands for what its region was in before. */
  public boolean isHistory() {
    return this == SHALLOW_HISTORY || this == DEEP_HISTORY;
  }
}
