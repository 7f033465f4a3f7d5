package dev.antiphon.diagram;

/** The kind of transition, with the terms of UML. */
public enum TransitionKind {
  /** Leaves its source, even if the target is the source or an inner state of it. */
  EXTERNAL,
  /** Enters an inner state of a composite state without leaving the composite state. */
  LOCAL,
  /** Stays in its state, which is neither left nor entered. */
  INTERNAL
}
