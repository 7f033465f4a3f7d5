package dev.antiphon.cli.internal;

import java.io.IOException;
import java.util.Objects;

/** Thrown when a command fails. It has a short name of the cause, and a sentence for people. */
final class CommandFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String cause;

  CommandFailedException(String cause, String sentence) {
    super(Objects.requireNonNull(sentence, "sentence"));
    this.cause = Objects.requireNonNull(cause, "cause");
  }

  /** The failure for a sound file that is missing, damaged, or has a wrong format. */
  static CommandFailedException ofFile(IOException cause) {
    return new CommandFailedException(
        "BadFile", "The file cannot be played: " + ErrorMessages.of(cause));
  }

  /** The name of the cause for programs, such as {@code Timeout}. */
  String causeName() {
    return cause;
  }
}
