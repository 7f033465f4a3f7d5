package dev.antiphon.spec.summary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures that the checks of this build have measured. Each check writes one file to {@code
 * target/proof} of its module, one figure per line. Files of earlier builds are ignored.
 */
public final class Figures {
  private static final String ENDING = ".tsv";
  private static final List<String> MODULES = List.of("statemachine", "spec-tests");

  private final List<Path> files;

  private Figures(List<Path> files) {
    this.files = files;
  }

  /** Writes the figures of a check for the summary. Does nothing outside a Maven build. */
  public static void write(String check, Map<String, ? extends Number> figures) {
    String directory = System.getProperty("antiphon.proof", "");
    if (directory.isEmpty()) {
      return;
    }
    String lines =
        new TreeMap<>(figures)
            .entrySet().stream()
                .map(figure -> figure.getKey() + "\t" + figure.getValue() + "\n")
                .collect(Collectors.joining());
    try {
      Files.writeString(Files.createDirectories(Path.of(directory)).resolve(check + ENDING), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Figures ofThisBuild() {
    Path root = Path.of(System.getProperty("antiphon.root"));
    Instant began = Instant.parse(System.getProperty("antiphon.began"));
    return new Figures(
        MODULES.stream()
            .map(module -> root.resolve(module).resolve("target/proof"))
            .filter(Files::isDirectory)
            .flatMap(Figures::files)
            .filter(file -> !modified(file).isBefore(began))
            .sorted()
            .toList());
  }

  /** The figures of each check whose name starts with this text. */
  List<Map<String, Long>> of(String check) {
    return files.stream()
        .filter(file -> file.getFileName().toString().startsWith(check))
        .map(Figures::read)
        .toList();
  }

  private static Map<String, Long> read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(line -> line.split("\t"))
          .collect(Collectors.toMap(line -> line[0], line -> Long.valueOf(line[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
