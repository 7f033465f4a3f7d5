package dev.antiphon.cli.internal;

import java.io.IOException;
import java.util.Objects;

/** A command that could not do what it was asked to: a short name of the cause, and a sentence. */
final class CommandFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String cause;

  CommandFailedException(String cause, String sentence) {
    super(Objects.requireNonNull(sentence, "sentence"));
    this.cause = Objects.requireNonNull(cause, "cause");
  }

  /** A file of sound that is missing, damaged, or of another kind. */
  static CommandFailedException ofFile(IOException cause) {
    return new CommandFailedException(
        "BadFile", "The file cannot be played: " + Sentences.of(cause));
  }

  /** A name such as {@code Timeout}, for programs. */
  String causeName() {
    return cause;
  }
}
