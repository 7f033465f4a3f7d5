package dev.antiphon.machine;

/**
 * Thrown when a table is not total, or when its rows are invalid. The message names the row or the
 * cell.
 */
public final class TableException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  TableException(String message) {
    super(message);
  }
}
