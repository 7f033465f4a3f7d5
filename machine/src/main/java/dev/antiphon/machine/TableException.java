package dev.antiphon.machine;

/**
 * Thrown when a table has no row for an event in a state, or when its rows are invalid. The message
 * names the row, or the event and the state.
 */
public final class TableException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  TableException(String message) {
    super(message);
  }
}
