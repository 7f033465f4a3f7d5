package dev.antiphon.gateway.internal;

/** Thrown when a voice endpoint is not {@code host[:port]}. The message contains the error. */
public final class InvalidEndpointException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidEndpointException(String message) {
    super(message);
  }
}
