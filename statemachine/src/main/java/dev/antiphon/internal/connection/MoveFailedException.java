package dev.antiphon.internal.connection;

import dev.antiphon.flow.MoveFailure;

/** A move failed. The connection stays in its old channel. */
public final class MoveFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final MoveFailure failure;

  MoveFailedException(MoveFailure failure) {
    super(failure.sentence());
    this.failure = failure;
  }

  /** The reason. */
  public MoveFailure failure() {
    return failure;
  }
}
