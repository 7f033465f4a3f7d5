package dev.antiphon.cli.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Puts into words what the JDK says in class names. */
final class Sentences {
  private Sentences() {}

  /** Why it was thrown; there always is a cause. */
  static IOException cause(UncheckedIOException failure) {
    return Objects.requireNonNull(failure.getCause(), "cause");
  }

  /** What an I/O failure means, for people. */
  static String of(IOException failure) {
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist.";
    }
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + " may not be opened by this user.";
    }
    if (failure instanceof FileSystemException refused && refused.getReason() == null) {
      return refused.getFile() + " cannot be used: " + failure.getClass().getSimpleName() + ".";
    }
    return of((Throwable) failure);
  }

  /** What it says itself. */
  static String of(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
