package dev.antiphon.audit;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
 * The files of one audit: which there are, where the last ends, and that only one writes to them.
 * Not for several threads at once.
 */
final class AuditFolder {
  private static final int BUFFER = 64 * 1_024;

  private final Path plain;
  private final boolean replacing;
  private final Path folder;
  private final Pattern name;
  private final String format;
  private long number;
  private @Nullable Path present;
  private @Nullable Path next;
  private @Nullable FileOutputStream file;
  private Optional<Last> known = Optional.empty();

  /** Where the last file ends: the hash and number of its last whole line. */
  record Last(String head, long number, Optional<AuditLines.Break> unsealed) {
    static final Last NONE = new Last(AuditChain.ORIGIN, 0, Optional.empty());

    /** The same, but a later file holds no whole line. */
    Last but(AuditLines.Break later) {
      AuditLines.Break told = new AuditLines.Break(later.file(), number, later.tornBytes());
      return new Last(head, number, Optional.of(told));
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

  /** The first is just that file, and replaces one that is there. */
  static AuditFolder single(Path file) {
    return new AuditFolder(file, true);
  }

  /** All are numbered. */
  static AuditFolder numbered(Path file) {
    return new AuditFolder(file, false);
  }

  /** Where the file before the next one ends. */
  Last last() throws IOException {
    if (known.isPresent()) {
      return known.get();
    }
    NavigableMap<Long, Path> all = all();
    number = all.isEmpty() ? 0 : all.lastKey();
    List<Path> written =
        replacing
            ? Stream.ofNullable(present).filter(Files::exists).toList()
            : List.copyOf(all.descendingMap().values());
    if (!written.isEmpty()) {
      try (FileChannel channel = FileChannel.open(written.get(0), StandardOpenOption.WRITE)) {
        lock(channel, written.get(0));
      }
    }
    return end(written);
  }

  /** A writer that is killed at once leaves a file in which no line is whole. */
  private static Last end(List<Path> newestFirst) throws IOException {
    Optional<AuditLines.Break> newest = Optional.empty();
    for (Path file : newestFirst) {
      Optional<Last> last = AuditTail.of(file);
      if (last.isPresent()) {
        return newest.map(last.get()::but).orElse(last.get());
      }
      if (newest.isEmpty()) {
        String named = String.valueOf(file.getFileName());
        newest = Optional.of(new AuditLines.Break(named, 0, Files.size(file)));
      }
    }
    return newest.map(Last.NONE::but).orElse(Last.NONE);
  }

  /**
   * Where to write the next file. Its number follows from what {@link #last} has found: two that
   * begin at once do not both get it.
   */
  OutputStream create() throws IOException {
    Files.createDirectories(folder);
    boolean replaces = replacing && present == null;
    next = replaces ? plain : folder.resolve(format.formatted(number + 1));
    known = Optional.empty();
    if (!replaces) {
      Files.createFile(next);
    }
    // Not a channel of its own: an interrupt would close that.
    file = new FileOutputStream(next.toFile(), true);
    lock(file.getChannel(), next);
    file.getChannel().truncate(0);
    return new BufferedOutputStream(file, BUFFER);
  }

  private Path created() {
    return Objects.requireNonNull(next, "a file was created");
  }

  /** The file that was created has its first line. */
  Path begun() {
    Path begun = created();
    number += begun.equals(plain) ? 0 : 1;
    present = begun;
    return begun;
  }

  /** It has not: a full disk is not to be littered with empty files of ours. */
  void discard() {
    abandon();
    try {
      if (!created().equals(plain)) {
        Files.deleteIfExists(created());
      }
    } catch (IOException e) {
      // The next start finds that no line of it is whole.
    }
  }

  /** A byte far behind the end, so that others can read what is there. */
  private static void lock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new AuditException("the audit file " + file + " is being written by somebody else");
    }
  }

  /** The present file was ended in good order. */
  void sealed(Last last) {
    known = Optional.of(last);
  }

  /** The present file is left as it is: what was not written by now must not follow later. */
  void abandon() {
    known = Optional.empty();
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // It has failed already.
    }
  }

  /** Deletes the oldest that are too many. */
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
