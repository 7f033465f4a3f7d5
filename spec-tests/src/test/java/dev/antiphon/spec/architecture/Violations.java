package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a check has found, against {@code architecture-debt.txt}: the violations that are known and
 * on their way out, a line each. A violation that is not listed fails the check, and so does a line
 * whose violation is gone; {@code -Dantiphon.update=true} removes such lines, and never adds one.
 * Without the file nothing may be found.
 */
final class Violations {
  /** The first words of the lines. */
  enum Kind {
    CYCLE("cycle in"),
    LEAK("leak:"),
    PACKAGE("package in several modules:"),
    NAME("name twice:"),
    NUMBER("number:"),
    DOCUMENTATION("documentation:");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private static final Path DEBT =
      MainCode.ROOT.resolve("spec-tests/src/test/resources/architecture-debt.txt");
  private static final String COMMENT = "#";

  private final Kind kind;
  private final Map<String, String> found = new TreeMap<>();

  Violations(Kind kind) {
    this.kind = kind;
  }

  /** A violation by the name that the list would have it under, and what there is to say of it. */
  void add(String name, String details) {
    found.merge(kind.words + " " + name, details, (one, other) -> one + "\n  " + other);
  }

  /** As they would be listed. */
  Collection<String> names() {
    return found.keySet();
  }

  /** What there is to say, a line for each and more lines for its details. */
  String text() {
    return text(found);
  }

  /** Fails if something is found that is not listed, or listed and not found. */
  void areOnlyThoseListed() {
    List<String> lines = lines();
    if (Boolean.getBoolean("antiphon.update")) {
      lines = keep(lines);
    }
    areOnly(lines);
  }

  void areOnly(List<String> lines) {
    Set<String> listed = new TreeSet<>(lines);
    listed.removeIf(line -> !line.startsWith(kind.words));
    Set<String> gone = new TreeSet<>(listed);
    gone.removeAll(found.keySet());
    Map<String, String> unlisted = new TreeMap<>(found);
    unlisted.keySet().removeAll(listed);
    assertThat(text(unlisted)).as("violations that %s does not list", DEBT.getFileName()).isEmpty();
    assertThat(gone)
        .as("violations that are gone: remove their lines from %s", DEBT.getFileName())
        .isEmpty();
  }

  /** The lines without those of this kind that are gone. */
  List<String> stillOwed(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.startsWith(kind.words) || found.containsKey(line))
        .toList();
  }

  /** The lines of the list that begin with the words of no kind: no check would ever read them. */
  static List<String> unread() {
    return unread(lines());
  }

  static List<String> unread(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.isBlank() && !line.startsWith(COMMENT))
        .filter(line -> Stream.of(Kind.values()).noneMatch(kind -> line.startsWith(kind.words)))
        .toList();
  }

  private static String text(Map<String, String> violations) {
    StringBuilder text = new StringBuilder();
    violations.forEach(
        (name, details) -> text.append(name).append("\n  ").append(details).append('\n'));
    return text.toString();
  }

  private static List<String> lines() {
    try {
      return Files.exists(DEBT) ? Files.readAllLines(DEBT) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> keep(List<String> lines) {
    List<String> kept = stillOwed(lines);
    if (!kept.equals(lines)) {
      try {
        Files.write(DEBT, kept);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return kept;
  }
}
