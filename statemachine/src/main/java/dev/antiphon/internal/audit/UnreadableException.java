package dev.antiphon.internal.audit;

/** JSON that is no value of the flow. The message names the place and what was expected there. */
public final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }
}
