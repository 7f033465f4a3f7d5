package dev.antiphon.machine;

import java.util.Locale;

/** What becomes of an event. */
public enum Outcome implements Titled {
  /** The state is left, for another one or for itself. */
  TRANSITION,
  /** Something is done. The state stays; the substate may change. */
  INTERNAL,
  /** Nothing is done. */
  IGNORED,
  /** The peer broke the protocol: counted and reported. */
  VIOLATION,
  /** A command or message is refused: whoever sent it learns why, or it is counted. */
  REFUSED;

  /** The name that people and files read, such as {@code transition}. */
  @Override
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
