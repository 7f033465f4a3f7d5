package dev.antiphon.audit;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one audit. It lists them, finds the end of the last one and locks the current one
 * against other writers. It is not thread-safe.
 */
final class AuditFolder {
  private static final int BUFFER = 64 * 1_024;

  private final Path plain;
  private final boolean replacing;
  private final Path folder;
  private final Pattern name;
  private final String format;
  private long number;
  private @Nullable Path current;
  private @Nullable Path next;
  private @Nullable FileOutputStream file;
  private @Nullable CountingStream counted;
  private @Nullable Object key;
  private Optional<Last> known = Optional.empty();
  private boolean displaced;

  /** What has happened to the current file since it was created. */
  enum Fate {
    IN_PLACE,
    /** It was removed, moved or replaced by another file. */
    DISPLACED,
    SHORTENED
  }

  /** The end of the last file: the hash and the number of its last complete line. */
  record Last(String head, long number, Optional<AuditLines.Break> unsealed) {
    static final Last NONE = new Last(AuditChain.ORIGIN, 0, Optional.empty());

    /** The same end, followed by a later file without a complete line. */
    Last followedBy(AuditLines.Break later) {
      AuditLines.Break unsealed = new AuditLines.Break(later.file(), number, later.tornBytes());
      return new Last(head, number, Optional.of(unsealed));
    }
  }

  /** Counts the bytes that the operating system has received. */
  private static final class CountingStream extends FilterOutputStream {
    private long count;

    CountingStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      count += length;
    }
  }

  private AuditFolder(Path file, boolean replacing) {
    plain = file;
    this.replacing = replacing;
    folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    String full = String.valueOf(file.getFileName());
    int dot = full.lastIndexOf('.');
    String stem = dot > 0 ? full.substring(0, dot) : full;
    String extension = dot > 0 ? full.substring(dot) : "";
    name = Pattern.compile(Pattern.quote(stem) + "-(\\d{6,18})" + Pattern.quote(extension));
    format = stem.replace("%", "%%") + "-%06d" + extension.replace("%", "%%");
  }

  /** The first file has exactly this name and replaces an existing file. */
  static AuditFolder single(Path file) {
    return new AuditFolder(file, true);
  }

  /** All files are numbered. */
  static AuditFolder numbered(Path file) {
    return new AuditFolder(file, false);
  }

  /** The end of the last existing file. */
  Last last() throws IOException {
    if (known.isPresent()) {
      return known.get();
    }
    NavigableMap<Long, Path> all = all();
    number = all.isEmpty() ? 0 : all.lastKey();
    List<Path> written =
        replacing
            ? Stream.ofNullable(current).filter(Files::exists).toList()
            : List.copyOf(all.descendingMap().values());
    if (!written.isEmpty()) {
      try (FileChannel channel = FileChannel.open(written.get(0), StandardOpenOption.WRITE)) {
        lock(channel, written.get(0));
      }
    }
    return end(written);
  }

  /**
   * Finds the last complete line. A writer that was killed early leaves a file without a complete
   * line.
   */
  private static Last end(List<Path> newestFirst) throws IOException {
    Optional<AuditLines.Break> newest = Optional.empty();
    for (Path file : newestFirst) {
      Optional<Last> last = AuditTail.of(file);
      if (last.isPresent()) {
        return newest.map(last.get()::followedBy).orElse(last.get());
      }
      if (newest.isEmpty()) {
        String named = String.valueOf(file.getFileName());
        newest = Optional.of(new AuditLines.Break(named, 0, Files.size(file)));
      }
    }
    return newest.map(Last.NONE::followedBy).orElse(Last.NONE);
  }

  /**
   * Creates the next file. Its number follows the one that {@link #last} has found. If two writers
   * start at the same time, only one can create the file.
   */
  OutputStream create() throws IOException {
    Files.createDirectories(folder);
    boolean replaces = replacing && (current == null || (displaced && !Files.exists(plain)));
    next = replaces ? plain : folder.resolve(format.formatted(number + 1));
    known = Optional.empty();
    if (!replaces) {
      Files.createFile(next);
    }
    // A FileOutputStream instead of a FileChannel: an interrupt would close a channel.
    file = new FileOutputStream(next.toFile(), true);
    lock(file.getChannel(), next);
    file.getChannel().truncate(0);
    counted = new CountingStream(file);
    return new BufferedOutputStream(counted, BUFFER);
  }

  private Path created() {
    return Objects.requireNonNull(next, "a file was created");
  }

  /** The first line of the created file was written. The file becomes the current one. */
  Path firstLineWritten() {
    Path begun = created();
    number += begun.equals(plain) ? 0 : 1;
    current = begun;
    displaced = false;
    key = attributes(begun).map(BasicFileAttributes::fileKey).orElse(null);
    return begun;
  }

  private static Optional<BasicFileAttributes> attributes(Path file) {
    try {
      return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What has happened to the current file. A system without file keys does not report another file
   * with the same name.
   */
  Fate fate() {
    Path begun = Objects.requireNonNull(current, "a file was begun");
    long size = Objects.requireNonNull(counted, "a file was begun").count;
    Optional<BasicFileAttributes> now = attributes(begun);
    if (now.isEmpty() || !Objects.equals(now.get().fileKey(), key)) {
      return Fate.DISPLACED;
    }
    boolean shortened = now.get().isRegularFile() && now.get().size() < size;
    return shortened ? Fate.SHORTENED : Fate.IN_PLACE;
  }

  /**
   * The current file is no longer at its place, or was shortened. The next file continues after
   * this end, also if files with higher numbers exist now.
   */
  void displaced(Last last) {
    displaced = true;
    known = Optional.of(last);
    number = Math.max(number, all().keySet().stream().mapToLong(Long::longValue).max().orElse(0));
  }

  /**
   * The first line could not be written. Deletes the empty file, so that a full disk does not fill
   * with files.
   */
  void discard() {
    abandon();
    try {
      if (!created().equals(plain)) {
        Files.deleteIfExists(created());
      }
    } catch (IOException e) {
      // The next start detects that the file has no complete line.
    }
  }

  /**
   * Locks one byte far behind the end of the file, so that other processes can still read the file.
   */
  private static void lock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new AuditException("the audit file " + file + " is already in use by another writer");
    }
  }

  /** The current file was ended in good order. */
  void sealed(Last last) {
    known = Optional.of(last);
  }

  /** Closes the current file without a seal. Nothing is written to it any more. */
  void abandon() {
    known = Optional.empty();
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // The failure was already reported.
    }
  }

  /** Deletes the oldest files above this number. */
  void keep(int files) throws IOException {
    NavigableMap<Long, Path> all = all();
    while (all.size() > files) {
      Files.deleteIfExists(all.pollFirstEntry().getValue());
    }
  }

  private NavigableMap<Long, Path> all() {
    NavigableMap<Long, Path> all = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return all;
    }
    try (Stream<Path> there = Files.list(folder)) {
      there.forEach(
          file -> {
            Matcher matcher = name.matcher(String.valueOf(file.getFileName()));
            if (matcher.matches()) {
              all.put(Long.parseLong(matcher.group(1)), file);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be read", e);
    }
    return all;
  }
}
