package dev.antiphon.diagram.file;

/**
 * Thrown when a file does not have exactly one pair of markers for a part. The message explains the
 * problem.
 */
public final class MarkerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MarkerException(String message) {
    super(message);
  }
}
