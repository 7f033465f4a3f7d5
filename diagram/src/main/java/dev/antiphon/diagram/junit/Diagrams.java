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
 * Asserts that a file, or a part of one, shows a diagram as it is now; {@link DiagramFile} says
 * which files are known and how they are compared.
 *
 * <p>When the system property {@value #UPDATE} is {@code true}, what is not up to date is written
 * anew instead.
 */
public final class Diagrams {
  /** The system property that asks for files to be written anew. */
  public static final String UPDATE = "antiphon.update";

  private Diagrams() {}

  /**
   * Asserts that the file shows the diagram as it is now, or writes it.
   *
   * @throws AssertionError when it does not, or is not there
   * @throws IllegalArgumentException when the ending of its name is that of no format
   * @throws UncheckedIOException when it can be neither read nor written
   */
  public static void assertUpToDate(Path file, StateDiagram diagram) {
    settle(DiagramFile.of(file, diagram));
  }

  /**
   * Asserts that a part of a Markdown file shows the diagram in Mermaid, or writes it. The part
   * stands between the lines {@code <!-- generated: NAME -->} and {@code <!-- end: NAME -->}.
   *
   * @throws AssertionError when it does not, the file is not there, or a marker is not there just
   *     once
   * @throws UncheckedIOException when it can be neither read nor written
   */
  public static void assertUpToDate(Path file, String part, StateDiagram diagram) {
    assertUpToDate(file, part, TextFormat.MERMAID, diagram);
  }

  /**
   * The same in another format: a table, or a block of code.
   *
   * @throws AssertionError as above
   * @throws UncheckedIOException as above
   */
  public static void assertUpToDate(
      Path file, String part, TextFormat format, StateDiagram diagram) {
    settle(DiagramFile.part(file, part, format, diagram));
  }

  /**
   * The same of any other text, such as code that a test runs.
   *
   * @param text what stands between the markers, each line with its line feed
   * @throws AssertionError as above
   * @throws UncheckedIOException as above
   */
  public static void assertUpToDate(Path file, String part, String text) {
    settle(DiagramFile.part(file, part, text));
  }

  private static void settle(DiagramFile file) {
    try {
      Optional<String> complaint = file.complaint();
      if (complaint.isPresent()) {
        if (!Boolean.getBoolean(UPDATE)) {
          throw new AssertionError(
              complaint.get() + ": run the test with -D" + UPDATE + "=true to write it anew");
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
