package dev.antiphon.internal.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the measurements of a check to a file for the build summary, if a build runs the check.
 */
public final class Figures {
  private static final String DIRECTORY = System.getProperty("antiphon.proof", "");

  private Figures() {}

  /** Writes the measurements of this check, by name. */
  public static void write(String check, Map<String, ? extends Number> figures) {
    if (DIRECTORY.isEmpty()) {
      return;
    }
    String lines =
        new TreeMap<>(figures)
            .entrySet().stream()
                .map(figure -> figure.getKey() + "\t" + figure.getValue() + "\n")
                .collect(Collectors.joining());
    try {
      Files.writeString(Files.createDirectories(Path.of(DIRECTORY)).resolve(check + ".tsv"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
