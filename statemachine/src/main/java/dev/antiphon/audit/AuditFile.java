package dev.antiphon.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the audit to files of JSON Lines that stand up afterwards: each line carries the hash of
 * its content and of the line before it, each file ends with a seal that names their count and the
 * last hash, and each file goes on where the one before it ended. The format is described in {@code
 * docs/audit.md}.
 *
 * <p>A process that is killed leaves a file without a seal; of what was handed to the operating
 * system at most the last line is torn. The next start leaves that file as it is, and says in its
 * own first line where it ends.
 *
 * <p>Safe for use by any number of threads and of {@code Voice}s. Close it after them.
 */
public final class AuditFile implements AuditSink, AutoCloseable {
  private static final int REMEMBERED = 16_384;

  private final AuditFolder folder;
  private final Builder settings;
  private final Map<String, Long> told =
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
  private long bytes;
  private Instant openedAt;
  private boolean closed;

  /** Signs a head, so that whoever holds the public key can tell who has sealed the file. */
  @FunctionalInterface
  public interface HeadSigner {

    /** The signature of the head, 32 bytes. */
    byte[] sign(byte[] head);
  }

  private AuditFile(Builder settings, AuditFolder folder) {
    this.settings = settings;
    this.folder = folder;
    this.path = settings.file;
    open();
  }

  /** Exactly this file; one that is there is replaced. */
  public static AuditFile replacing(Path file) {
    return new Builder(file).open(AuditFolder.single(file));
  }

  /**
   * Files in a folder, named after this one and numbered: of {@code audit.jsonl} they are {@code
   * audit-000001.jsonl} and so on. Each start begins another.
   */
  public static Builder numbered(Path file) {
    return new Builder(file);
  }

  /** The file that is written at present. */
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
   * @throws UncheckedIOException if that fails; the next entry is written to another file
   * @throws IllegalStateException if it was closed
   */
  @Override
  public synchronized void write(AuditEntry entry) {
    if (closed) {
      throw new IllegalStateException("the audit file " + path + " is closed");
    }
    if (out == null) {
      open();
    } else if (isFull()) {
      seal();
      open();
    }
    if (entry instanceof AuditEntry.Step step) {
      write(step);
    } else if (entry instanceof AuditEntry.Encryption step) {
      append(lines.encryption(step));
    } else if (entry instanceof AuditEntry.Gap gap) {
      append(lines.gap(gap));
    }
  }

  private void write(AuditEntry.Step step) {
    Long before = told.get(step.subject().connectionId());
    if (before == null || before != step.sequence() - 1) {
      append(lines.connection(step));
    }
    append(lines.transition(step.transition()));
    told.put(step.subject().connectionId(), step.sequence());
  }

  @Override
  public synchronized void flush() {
    if (out != null) {
      guarded(out::flush);
    }
  }

  /** Seals the file. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        if (out != null) {
          seal();
        }
      } finally {
        // A signer that fails takes nothing with it but the seal.
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
      AuditFolder.Last last = folder.last();
      openedAt = settings.clock.instant();
      lines = new AuditLines(last.head(), last.number());
      first = last.number();
      byte[] line = lines.file(openedAt, last.unsealed());
      out = begun(line);
      path = folder.begun();
      bytes = line.length;
      told.clear();
      folder.keep(settings.kept);
    } catch (IOException e) {
      if (out == null) {
        folder.abandon();
      }
      throw new UncheckedIOException("the audit file " + path + " cannot be written", e);
    }
  }

  private OutputStream begun(byte[] line) throws IOException {
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

  /** The file that is open: nothing is appended or sealed otherwise. */
  private OutputStream written() {
    return Objects.requireNonNull(out, "a file is open");
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  /** A file of which a line was perhaps not written whole is left as it is. */
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

  /** Says how files are cut and kept. Not for several threads at once. */
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

    /** Another file is begun with the first entry after so many bytes. */
    public Builder rotateAt(long size) {
      if (size < 1) {
        throw new IllegalArgumentException("a file must be allowed a byte, was " + size);
      }
      largest = size;
      return this;
    }

    /** Another file is begun with the first entry after so long. */
    public Builder rotateAfter(Duration age) {
      if (age.isNegative() || age.isZero()) {
        throw new IllegalArgumentException("age must be longer than zero, was " + age);
      }
      oldest = age;
      return this;
    }

    /** So many files are kept, the present one among them; older ones are deleted. */
    public Builder keep(int files) {
      if (files < 1) {
        throw new IllegalArgumentException("one file must be kept at least, was " + files);
      }
      kept = files;
      return this;
    }

    /** Every seal is signed. */
    public Builder signedBy(HeadSigner chosen) {
      signer = Optional.of(chosen);
      return this;
    }

    Builder clock(Clock chosen) {
      clock = chosen;
      return this;
    }

    /**
     * Begins the first file.
     *
     * @throws UncheckedIOException if that fails
     * @throws AuditException if another process, or another {@code AuditFile}, writes to files of
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
