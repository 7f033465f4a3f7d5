package dev.antiphon.gateway.internal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a dial did not open a WebSocket. The message contains the endpoint, the error and the
 * expected result.
 */
public final class DialException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The stage in which a dial failed. */
  public enum Stage {
    /** The host name could not be resolved, or its lookup took too long. */
    NAME,
    /** No address of the host accepted a TCP connection. */
    CONNECT,
    /**
     * The TLS handshake failed: the server does not use TLS, or its certificate is not trusted or
     * is for another host.
     */
    TLS,
    /** The server did not answer the HTTP upgrade with 101 and a valid accept key. */
    UPGRADE,
    /** The deadline passed. The message contains the stage. */
    TIMEOUT
  }

  private final Stage stage;
  private final boolean permanent;

  /** A failure that a retry can remove. */
  DialException(Stage stage, String message, @Nullable Throwable cause) {
    this(stage, message, cause, false);
  }

  DialException(Stage stage, String message, @Nullable Throwable cause, boolean permanent) {
    super(message, cause);
    this.stage = Objects.requireNonNull(stage, "stage");
    this.permanent = permanent;
  }

  /**
   * The stage that failed. After a race of several addresses, it is the stage that the furthest
   * attempt reached.
   *
   * @return the stage; {@link Stage#TIMEOUT} when the deadline passed
   */
  public Stage stage() {
    return stage;
  }

  /**
   * Whether a retry with the same endpoint cannot succeed.
   *
   * @return true if the server's certificate is invalid for this endpoint, if the TLS peers have no
   *     protocol version or cipher suite in common, or if the server does not use TLS. After a race
   *     of several addresses, this must be true for each address.
   */
  public boolean permanent() {
    return permanent;
  }
}
