package dev.antiphon.diagram.file;

/** A file has not just one pair of markers around a part; the message says what is wrong. */
public final class MarkerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MarkerException(String message) {
    super(message);
  }
}
