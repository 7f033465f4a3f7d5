package dev.antiphon.diagram.maven;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.file.DiagramFile;
import dev.antiphon.diagram.load.MachineSource;
import dev.antiphon.diagram.text.TextFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks or updates one file. It runs in the class loader of {@link ProjectClasses}, so that the
 * project's machines and this library use the same Spring classes. Its parameters and its result
 * use only classes of the JDK.
 */
public final class FileUpdate {
  private FileUpdate() {}

  /**
   * Checks a file, and writes it if necessary and requested.
   *
   * @param source the name of a {@link MachineSource}
   * @param file the path of the file
   * @param part the name of the part of a Markdown file; null for the whole file
   * @param format the format of the part; null for Mermaid
   * @param write whether to write a file that is not up to date
   * @return the problem of the file before it was written; empty if it was up to date
   * @throws IOException if the file cannot be read or written
   */
  public static Optional<String> update(
      String source, Path file, @Nullable String part, @Nullable String format, boolean write)
      throws IOException {
    StateDiagram diagram = MachineSource.of(source).read(FileUpdate.class.getClassLoader());
    DiagramFile diagramFile =
        part == null
            ? DiagramFile.of(file, diagram)
            : DiagramFile.part(file, part, format(format), diagram);
    Optional<String> problem = diagramFile.problem();
    if (write && problem.isPresent()) {
      diagramFile.write();
    }
    return problem;
  }

  private static TextFormat format(@Nullable String name) {
    if (name == null) {
      return TextFormat.MERMAID;
    }
    return Arrays.stream(TextFormat.values())
        .filter(format -> format.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown format " + name + ": use mermaid, plantuml, dot, scxml or markdown"));
  }
}
