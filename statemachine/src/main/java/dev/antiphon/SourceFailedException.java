package dev.antiphon;

/**
 * The failure of {@link Connection#play(OpusSource)} when the source has thrown an {@link Error}.
 * The cause is that error. The connection and its audio continue.
 */
public final class SourceFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SourceFailedException(Error cause) {
    super("the OpusSource threw " + cause.getClass().getName(), cause);
  }
}
