package dev.antiphon.internal.connection;

import dev.antiphon.flow.MoveFailure;

/** A move was not made; the connection goes on without it. */
public final class MoveFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final MoveFailure failure;

  MoveFailedException(MoveFailure failure) {
    super(failure.sentence());
    this.failure = failure;
  }

  /** Why. */
  public MoveFailure failure() {
    return failure;
  }
}
