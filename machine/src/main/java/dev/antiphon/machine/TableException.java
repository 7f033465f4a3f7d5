package dev.antiphon.machine;

/** A table is not total, or cannot be written like this. The message names the row or the cell. */
public final class TableException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  TableException(String message) {
    super(message);
  }
}
