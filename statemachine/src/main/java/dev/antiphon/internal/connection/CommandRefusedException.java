package dev.antiphon.internal.connection;

/**
 * A command is not allowed in the current state of the connection. The message contains the reason.
 */
public final class CommandRefusedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  CommandRefusedException(String why) {
    super(why);
  }
}
