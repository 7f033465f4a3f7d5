package dev.antiphon.diagram;

/** How loudly a transition is drawn. */
public enum Emphasis {
  /** As it is. */
  PLAIN,
  /** Thick and coloured: the way that the reader is to follow. */
  STRONG,
  /** Dashed: a way round. */
  DASHED,
  /** Pale: it is there, but not what this picture is about. */
  FAINT
}
