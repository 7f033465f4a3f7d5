package dev.antiphon.audit;

/**
 * Thrown when a file is not a valid audit file or is in use by another writer. For an invalid file,
 * the message contains the expected content and the position.
 */
public final class AuditException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AuditException(String message) {
    super(message);
  }

  AuditException(String message, Throwable cause) {
    super(message, cause);
  }
}
