package dev.antiphon.gateway.internal;

/** A voice endpoint that is not {@code host[:port]}; the message says what is wrong with it. */
public final class InvalidEndpointException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidEndpointException(String message) {
    super(message);
  }
}
