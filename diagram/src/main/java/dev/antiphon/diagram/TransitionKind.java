package dev.antiphon.diagram;

/** What a transition leaves, in the words of UML. */
public enum TransitionKind {
  /** Leaves its source, even when the target is the source or lies in it. */
  EXTERNAL,
  /** Goes on inside a composite state without leaving it. */
  LOCAL,
  /** Leaves nothing: source and target are one state, which is neither left nor entered. */
  INTERNAL
}
