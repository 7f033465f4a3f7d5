package dev.antiphon.diagram;

/** The reading direction of a picture. */
public enum Direction {
  /** From top to bottom. */
  DOWN,
  /** From left to right. */
  RIGHT
}
