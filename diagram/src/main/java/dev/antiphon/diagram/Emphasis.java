package dev.antiphon.diagram;

/** The style of a transition's arrow. */
public enum Emphasis {
  /** Normal. */
  PLAIN,
  /** Thick and coloured: the main path. */
  STRONG,
  /** Dashed: an alternative path. */
  DASHED,
  /** Pale: in the background. */
  FAINT
}
