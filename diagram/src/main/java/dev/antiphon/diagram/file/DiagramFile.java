package dev.antiphon.diagram.file;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.text.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is to show a diagram, whole or in a part.
 *
 * <p>Of a whole file the ending of the name says what it is: {@code .mmd}, {@code .puml}, {@code
 * .dot}, {@code .scxml}, {@code .md}, {@code .svg} or {@code .png}. Texts are compared byte for
 * byte, but for the ends of lines, which a checkout may change; pictures by the hash of their
 * model, since fonts differ from machine to machine.
 *
 * <p>A part stands in a text file between the lines {@code <!-- generated: NAME -->} and {@code
 * <!-- end: NAME -->}; nothing around it is changed.
 */
public final class DiagramFile {
  private final Path path;
  private final String called;
  private final Content content;

  private DiagramFile(Path path, String called, Content content) {
    this.path = path;
    this.called = called;
    this.content = content;
  }

  /**
   * The whole file.
   *
   * @throws IllegalArgumentException when the ending of its name is none of those above
   */
  public static DiagramFile of(Path path, StateDiagram diagram) {
    String name = path.toString();
    FileFormat format =
        FileFormat.byName(name)
            .orElseThrow(
                () -> new IllegalArgumentException("no format is known by the name of " + path));
    return new DiagramFile(path, name, format.content(diagram));
  }

  /**
   * A part of a Markdown file: the table of {@link TextFormat#MARKDOWN}, or a block of code of any
   * other format.
   */
  public static DiagramFile part(Path path, String part, TextFormat format, StateDiagram diagram) {
    return part(path, part, PartContent.markdown(format, diagram));
  }

  /**
   * A part of a text file that shows something else, such as code.
   *
   * @param text what stands between the markers, each line with its line feed
   */
  public static DiagramFile part(Path path, String part, String text) {
    String called = "part \"" + part + "\" of " + path;
    return new DiagramFile(path, called, new PartContent(path.toString(), part, text));
  }

  /**
   * A sentence, without its full stop, that says what is wrong with the file; none when it shows
   * what it is to show.
   *
   * @throws MarkerException when the part has not just one pair of markers
   * @throws IOException when the file cannot be read
   */
  public Optional<String> complaint() throws IOException {
    Optional<byte[]> found = found();
    if (found.isEmpty()) {
      return Optional.of(path + " is missing");
    }
    return content.isIn(found.get())
        ? Optional.empty()
        : Optional.of(called + " is not up to date");
  }

  /**
   * Writes what the file is to show, with the folders it is in.
   *
   * @throws MarkerException when it is a part, and there is no file, or not just one pair of
   *     markers
   * @throws IOException when the file cannot be read or written
   */
  public void write() throws IOException {
    byte[] bytes = content.written(found());
    if (path.getParent() != null) {
      Files.createDirectories(path.getParent());
    }
    Files.write(path, bytes);
  }

  private Optional<byte[]> found() throws IOException {
    return Files.exists(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
  }
}
