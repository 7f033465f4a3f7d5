package dev.antiphon.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads an audit file line by line. It is not thread-safe. */
final class AuditReader implements AutoCloseable {

  /** The maximum length of a line in bytes. Audit files contain only shorter lines. */
  static final int LONGEST = 1 << 20;

  private final Path file;
  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(4_096);
  private long number;
  private int torn;

  /**
   * Opens the file.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  AuditReader(Path file) {
    this.file = file;
    try {
      in = new BufferedInputStream(Files.newInputStream(file), 64 * 1_024);
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + file + " cannot be read", e);
    }
  }

  /**
   * The next complete line. Empty at the end of the file, even if an incomplete line follows.
   *
   * @throws AuditException if the line is longer than {@link #LONGEST}
   */
  Optional<AuditLine> next() {
    line.reset();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == '\n') {
          number++;
          return Optional.of(new AuditLine(line.toByteArray()));
        }
        if (line.size() == LONGEST) {
          number++;
          throw new AuditException("line " + number + " is longer than " + LONGEST + " bytes");
        }
        line.write(next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + file + " cannot be read", e);
    }
    torn = line.size();
    return Optional.empty();
  }

  /** The number of the line that was last read or refused, from 1. */
  long number() {
    return number;
  }

  /** The number of bytes after the last line break. Valid only at the end of the file. */
  int torn() {
    return torn;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + file + " cannot be closed", e);
    }
  }
}
