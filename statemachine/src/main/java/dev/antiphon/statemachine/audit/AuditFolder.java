package dev.antiphon.statemachine.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
  private Path present;
  private Optional<Last> known = Optional.empty();

  /** Where the last file ends: the hash and number of its last whole line. */
  record Last(String head, long number, Optional<AuditLines.Break> unsealed) {
    static final Last NONE = new Last(AuditChain.ORIGIN, 0, Optional.empty());
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
    Optional<Path> newest = present != null ? Optional.of(present) : newest();
    if (newest.isEmpty()) {
      return Last.NONE;
    }
    try (FileChannel channel = FileChannel.open(newest.get(), StandardOpenOption.WRITE)) {
      lock(channel, newest.get());
    }
    return AuditTail.of(newest.get());
  }

  private Optional<Path> newest() throws IOException {
    return replacing
        ? Optional.empty()
        : Optional.ofNullable(all().lastEntry()).map(Map.Entry::getValue);
  }

  /** The next file; it is not there yet. */
  Path create() throws IOException {
    Files.createDirectories(folder);
    if (replacing && present == null) {
      Files.deleteIfExists(plain);
      present = plain;
    } else {
      long number = all().isEmpty() ? 1 : all().lastKey() + 1;
      present = folder.resolve(format.formatted(number));
    }
    return present;
  }

  /** Where to write it. */
  OutputStream stream(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock(channel, file);
    return new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
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

  /** The present file was left as it is. */
  void abandoned() {
    known = Optional.empty();
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
