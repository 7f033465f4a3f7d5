package dev.antiphon.gateway.internal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dial that did not reach an open WebSocket. The message is a whole sentence: it names the
 * endpoint, what happened and what was expected.
 */
public final class DialException extends Exception {
  private static final long serialVersionUID = 1L;

  /** How far a dial had come when it failed. */
  public enum Stage {
    /** The host name could not be resolved. */
    NAME,
    /** No address of the host accepted a TCP connection. */
    CONNECT,
    /** The TLS handshake failed: not TLS, certificate not trusted, wrong host name. */
    TLS,
    /** The server did not answer the HTTP upgrade with 101 and a valid accept key. */
    UPGRADE,
    /** The deadline ended first; the message says in which stage. */
    TIMEOUT
  }

  private final Stage stage;

  DialException(Stage stage, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.stage = Objects.requireNonNull(stage, "stage");
  }

  /**
   * The stage that failed.
   *
   * @return the stage, {@link Stage#TIMEOUT} whenever it was the deadline
   */
  public Stage stage() {
    return stage;
  }
}
