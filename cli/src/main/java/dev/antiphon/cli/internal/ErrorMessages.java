package dev.antiphon.cli.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Converts exceptions of the JDK to messages for people. */
final class ErrorMessages {
  private ErrorMessages() {}

  /** The cause of the exception. It always has a cause. */
  static IOException cause(UncheckedIOException failure) {
    return Objects.requireNonNull(failure.getCause(), "cause");
  }

  /** The message for an I/O failure. */
  static String of(IOException failure) {
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist.";
    }
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + " cannot be opened: permission denied.";
    }
    if (failure instanceof FileSystemException refused && refused.getReason() == null) {
      return refused.getFile() + " cannot be used: " + failure.getClass().getSimpleName() + ".";
    }
    return of((Throwable) failure);
  }

  /** The exception's message, or the name of its class if it has no message. */
  static String of(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
