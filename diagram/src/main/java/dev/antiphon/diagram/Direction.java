package dev.antiphon.diagram;

/** The way in which a picture is read. */
public enum Direction {
  /** From top to bottom. */
  DOWN,
  /** From left to right. */
  RIGHT
}
