package dev.antiphon.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit to JSON Lines files in which later changes can be detected. Each line contains a
 * hash. The hash covers the content of the line and the hash of the previous line. Each file ends
 * with a seal: a line with the number of lines and the last hash. Each file continues the hash
 * chain of the previous file. The format is described in {@code docs/audit.md}.
 *
 * <p>A process that is killed leaves a file without a seal. Its last line can be incomplete. The
 * next process does not change that file. It starts a new file and records the end of the old file
 * in the first line of the new one.
 *
 * <p>{@link #flush} notices that the current file was removed, moved, replaced or shortened. Then a
 * new file begins, in the same folder, which is created again if necessary. The first line of the
 * new file names the old one, and a warning is logged.
 *
 * <p>This class is thread-safe. Several {@code Voice} objects can share it. Close it after them.
 */
public final class AuditFile implements AuditSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
  private static final int REMEMBERED = 16_384;
  private static final int DISPLACED_REMEMBERED = 64;

  private final AuditFolder folder;
  private final Builder settings;
  private final Map<String, Long> lastSequences =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };
  private AuditLines lines;
  private Path path;
  private @Nullable OutputStream out;
  private long first;
  private String firstPrevious = AuditChain.ORIGIN;
  private long bytes;

  /** The files before the current one that were displaced one after another, oldest first. */
  private final Deque<Displaced> displaced = new ArrayDeque<>();

  /** The end of the chain while no file can be created after a displaced one. */
  private Optional<AuditFolder.Last> end = Optional.empty();

  private Instant openedAt;
  private boolean closed;

  /**
   * Signs the hash of a file's last line. With the public key, a reader can verify who sealed the
   * file.
   */
  @FunctionalInterface
  public interface HeadSigner {

    /** Returns the signature of {@code head}, the 32 bytes of the last line's hash. */
    byte[] sign(byte[] head);
  }

  private AuditFile(Builder settings, AuditFolder folder) {
    this.settings = settings;
    this.folder = folder;
    this.path = settings.file;
    open();
  }

  /** Writes to exactly this file. An existing file is replaced. */
  public static AuditFile replacing(Path file) {
    return new Builder(file).open(AuditFolder.single(file));
  }

  /**
   * Writes to numbered files. For {@code audit.jsonl} the names are {@code audit-000001.jsonl} and
   * so on. Each call of {@link Builder#open} creates a new file.
   */
  public static Builder numbered(Path file) {
    return new Builder(file);
  }

  /** The current file. */
  public synchronized Path path() {
    return path;
  }

  /** The hash of the last line that was written. */
  public synchronized String head() {
    return lines.head();
  }

  /**
   * Writes the entry.
   *
   * @throws UncheckedIOException if writing fails; the next entry is written to a new file
   * @throws IllegalStateException if the audit file is closed
   */
  @Override
  public synchronized void write(AuditEntry entry) {
    if (closed) {
      throw new IllegalStateException("the audit file " + path + " is closed");
    }
    if (out == null) {
      open();
    } else if (isFull()) {
      rotate();
    }
    if (entry instanceof AuditEntry.Step step) {
      write(step);
    } else if (entry instanceof AuditEntry.Encryption step) {
      append(lines.encryption(step));
    } else if (entry instanceof AuditEntry.Gap gap) {
      append(lines.gap(gap));
    } else if (entry instanceof AuditEntry.Skipped skipped) {
      append(lines.skipped(skipped));
    }
  }

  private void write(AuditEntry.Step step) {
    Long before = lastSequences.get(step.subject().connectionId());
    if (before == null || before != step.sequence() - 1) {
      append(lines.connection(step));
    }
    append(lines.transition(step.transition()));
    lastSequences.put(step.subject().connectionId(), step.sequence());
  }

  /**
   * Passes the lines to the operating system. If the file is no longer at its place, or was
   * shortened, a new file begins.
   *
   * @throws UncheckedIOException if writing fails; the next entry is written to a new file
   */
  @Override
  public synchronized void flush() {
    if (out == null) {
      return;
    }
    AuditFolder.Fate fate = folder.fate();
    if (fate == AuditFolder.Fate.IN_PLACE) {
      guarded(out::flush);
    } else {
      replaceDisplaced(fate == AuditFolder.Fate.SHORTENED);
    }
  }

  private void rotate() {
    AuditFolder.Fate fate = folder.fate();
    if (fate == AuditFolder.Fate.IN_PLACE) {
      seal();
      displaced.clear();
      open();
    } else {
      replaceDisplaced(fate == AuditFolder.Fate.SHORTENED);
    }
  }

  /**
   * Begins a new file. A file that was moved still receives its last lines and its seal. A
   * shortened file does not: without its first lines, they could not be verified.
   */
  private void replaceDisplaced(boolean shortened) {
    LOG.warn(
        "the audit file {} was {} while it was written; a new file begins",
        path,
        shortened ? "shortened" : "removed, moved or replaced");
    if (displaced.size() == DISPLACED_REMEMBERED) {
      displaced.removeFirst();
    }
    String name = String.valueOf(path.getFileName());
    displaced.addLast(new Displaced(name, shortened, first, firstPrevious));
    if (shortened) {
      abandon();
    } else {
      sealDisplaced();
    }
    end = Optional.of(new AuditFolder.Last(lines.head(), lines.number(), Optional.empty()));
    open();
  }

  private void sealDisplaced() {
    try {
      seal();
    } catch (RuntimeException e) {
      abandon();
      LOG.debug("the displaced audit file {} has no seal", path, e);
    }
  }

  /**
   * Flushes and seals the file.
   *
   * @throws UncheckedIOException if writing fails
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        flush();
        if (out != null) {
          seal();
        }
      } finally {
        // If the signer fails, only the seal is missing.
        if (out != null) {
          guarded(out::close);
        }
      }
    }
  }

  private boolean isFull() {
    return bytes >= settings.largest
        || Duration.between(openedAt, settings.clock.instant()).compareTo(settings.oldest) >= 0;
  }

  private void open() {
    try {
      end.ifPresent(folder::displaced);
      AuditFolder.Last last = folder.last();
      openedAt = settings.clock.instant();
      lines = new AuditLines(last.head(), last.number());
      first = last.number();
      firstPrevious = last.head();
      byte[] line = lines.file(openedAt, last.unsealed(), List.copyOf(displaced));
      out = createWith(line);
      path = folder.firstLineWritten();
      bytes = line.length;
      end = Optional.empty();
      lastSequences.clear();
      folder.keep(settings.kept);
    } catch (IOException e) {
      if (out == null) {
        folder.abandon();
      }
      throw new UncheckedIOException("the audit file " + path + " cannot be written", e);
    }
  }

  private OutputStream createWith(byte[] line) throws IOException {
    OutputStream created = folder.create();
    try {
      created.write(line);
      created.flush();
      return created;
    } catch (IOException e) {
      folder.discard();
      throw e;
    }
  }

  private void seal() {
    Optional<byte[]> signature =
        settings.signer.map(signer -> signer.sign(AuditChain.bytes(lines.head())));
    append(lines.seal(settings.clock.instant(), lines.number() - first, signature));
    guarded(written()::close);
    folder.sealed(new AuditFolder.Last(lines.head(), lines.number(), Optional.empty()));
    out = null;
  }

  private void append(byte[] line) {
    bytes += line.length;
    guarded(() -> written().write(line));
  }

  /** The open file. The callers append and seal only while a file is open. */
  private OutputStream written() {
    return Objects.requireNonNull(out, "a file is open");
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  /**
   * Runs the write. After a failure, the file is not written any more, because its last line can be
   * incomplete.
   */
  private void guarded(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      abandon();
      throw new UncheckedIOException("the audit file " + path + " cannot be written", e);
    }
  }

  private void abandon() {
    folder.abandon();
    out = null;
  }

  /** Sets the rotation, the number of files and the signature. The builder is not thread-safe. */
  public static final class Builder {
    private final Path file;
    private long largest = Long.MAX_VALUE;
    private Duration oldest = Duration.ofDays(36_500);
    private int kept = Integer.MAX_VALUE;
    private Optional<HeadSigner> signer = Optional.empty();
    private Clock clock = Clock.systemUTC();

    private Builder(Path file) {
      this.file = Objects.requireNonNull(file, "file");
    }

    /** The file size in bytes after which the next entry starts a new file. Must be at least 1. */
    public Builder rotateAt(long size) {
      if (size < 1) {
        throw new IllegalArgumentException("the size must be at least 1 byte, was " + size);
      }
      largest = size;
      return this;
    }

    /** The file age after which the next entry starts a new file. Must be longer than zero. */
    public Builder rotateAfter(Duration age) {
      if (age.isNegative() || age.isZero()) {
        throw new IllegalArgumentException("the age must be longer than zero, was " + age);
      }
      oldest = age;
      return this;
    }

    /** The number of files to keep, including the current one. Older files are deleted. */
    public Builder keep(int files) {
      if (files < 1) {
        throw new IllegalArgumentException(
            "the number of files to keep must be at least 1, was " + files);
      }
      kept = files;
      return this;
    }

    /** Sets the signer for the seals. Default: the seals are not signed. */
    public Builder signedBy(HeadSigner chosen) {
      signer = Optional.of(chosen);
      return this;
    }

    Builder clock(Clock chosen) {
      clock = chosen;
      return this;
    }

    /**
     * Creates the first file.
     *
     * @throws UncheckedIOException if the file cannot be created
     * @throws AuditException if another process or another {@code AuditFile} writes to files with
     *     this name
     */
    public AuditFile open() {
      return open(AuditFolder.numbered(file));
    }

    private AuditFile open(AuditFolder folder) {
      return new AuditFile(this, folder);
    }
  }
}
