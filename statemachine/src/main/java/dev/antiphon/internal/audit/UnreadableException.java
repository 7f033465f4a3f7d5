package dev.antiphon.internal.audit;

/**
 * The JSON is not a value of the flow. The message contains the position and the expected content.
 */
public final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }
}
