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
 * The work of the goals on one file. It is done in the class loader of {@link ProjectClasses}, so
 * that the project's machines and what reads them are of one Spring; what it takes and gives is of
 * the JDK.
 */
public final class Upkeep {
  private Upkeep() {}

  /**
   * What is wrong with the file, if anything is; when it is to be written, that is put right.
   *
   * @param part null for the whole file
   * @param format of the part; null for Mermaid
   * @throws IOException when the file cannot be read or written
   */
  public static Optional<String> keep(
      String source, Path file, @Nullable String part, @Nullable String format, boolean write)
      throws IOException {
    StateDiagram diagram = MachineSource.of(source).read(Upkeep.class.getClassLoader());
    DiagramFile kept =
        part == null
            ? DiagramFile.of(file, diagram)
            : DiagramFile.part(file, part, format(format), diagram);
    Optional<String> complaint = kept.complaint();
    if (write && complaint.isPresent()) {
      kept.write();
    }
    return complaint;
  }

  private static TextFormat format(@Nullable String name) {
    if (name == null) {
      return TextFormat.MERMAID;
    }
    return Arrays.stream(TextFormat.values())
        .filter(format -> format.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no format is named " + name));
  }
}
