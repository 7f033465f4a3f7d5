package dev.antiphon.internal.connection;

/** A command that makes no sense in the state of the connection; the message says why. */
public final class CommandRefusedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  CommandRefusedException(String why) {
    super(why);
  }
}
