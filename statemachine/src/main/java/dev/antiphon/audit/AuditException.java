package dev.antiphon.audit;

/** What is read is not an audit file of ours; the message says what was expected, and where. */
public final class AuditException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AuditException(String message) {
    super(message);
  }

  AuditException(String message, Throwable cause) {
    super(message, cause);
  }
}
