package dev.antiphon.machine;

import java.util.Locale;

/** The way in which a row handles an event. */
public enum Outcome implements Titled {
  /** The machine leaves its state and enters another state, or the same state again. */
  TRANSITION,
  /** The machine runs actions and stays in its state. The substate can change. */
  INTERNAL,
  /** The machine does nothing. */
  IGNORED,
  /** The peer violated the protocol. The violation is counted and reported. */
  VIOLATION,
  /** A command or message is refused. The sender receives the reason, or the refusal is counted. */
  REFUSED;

  /** The name for people and files, such as {@code transition}. */
  @Override
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
