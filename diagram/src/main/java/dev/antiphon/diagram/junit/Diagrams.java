package dev.antiphon.diagram.junit;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.file.DiagramFile;
import dev.antiphon.diagram.file.MarkerException;
import dev.antiphon.diagram.text.TextFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Assertions that a file, or a part of a file, contains the current diagram. {@link DiagramFile}
 * describes the formats and the comparison.
 *
 * <p>If the system property {@value #UPDATE} is {@code true}, each assertion writes a file or part
 * that is not up to date again, and passes.
 */
public final class Diagrams {
  /** The system property that lets the assertions write files. */
  public static final String UPDATE = "antiphon.update";

  private Diagrams() {}

  /**
   * Asserts that the file contains the current diagram.
   *
   * @throws AssertionError if the file is not up to date or is missing
   * @throws IllegalArgumentException if the file extension is unknown
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public static void assertUpToDate(Path file, StateDiagram diagram) {
    checkOrWrite(DiagramFile.of(file, diagram));
  }

  /**
   * Asserts that a part of a Markdown file contains the current diagram in Mermaid. The part is
   * between the lines {@code <!-- generated: NAME -->} and {@code <!-- end: NAME -->}.
   *
   * @throws AssertionError if the part is not up to date, the file is missing, or a marker does not
   *     occur exactly once
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public static void assertUpToDate(Path file, String part, StateDiagram diagram) {
    assertUpToDate(file, part, TextFormat.MERMAID, diagram);
  }

  /**
   * Asserts that a part of a Markdown file contains the current diagram in this format. A diagram
   * in the format {@link TextFormat#MARKDOWN} is a table; every other format is a code block.
   *
   * @throws AssertionError if the part is not up to date, the file is missing, or a marker does not
   *     occur exactly once
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public static void assertUpToDate(
      Path file, String part, TextFormat format, StateDiagram diagram) {
    checkOrWrite(DiagramFile.part(file, part, format, diagram));
  }

  /**
   * Asserts that a part of a text file contains this text, such as code that a test runs.
   *
   * @param text the text between the markers; each line ends with a line feed
   * @throws AssertionError if the part is not up to date, the file is missing, or a marker does not
   *     occur exactly once
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public static void assertUpToDate(Path file, String part, String text) {
    checkOrWrite(DiagramFile.part(file, part, text));
  }

  private static void checkOrWrite(DiagramFile file) {
    try {
      Optional<String> problem = file.problem();
      if (problem.isPresent()) {
        if (!Boolean.getBoolean(UPDATE)) {
          throw new AssertionError(
              problem.get() + ": run the test with -D" + UPDATE + "=true to update it");
        }
        file.write();
      }
    } catch (MarkerException e) {
      throw new AssertionError(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
