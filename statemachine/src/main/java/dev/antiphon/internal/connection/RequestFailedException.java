package dev.antiphon.internal.connection;

import dev.antiphon.flow.RequestFailure;

/** A join, a move or a reconnect failed. The connection continues. */
public final class RequestFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RequestFailure failure;

  RequestFailedException(RequestFailure failure) {
    super(failure.sentence());
    this.failure = failure;
  }

  /** The reason. */
  public RequestFailure failure() {
    return failure;
  }
}
