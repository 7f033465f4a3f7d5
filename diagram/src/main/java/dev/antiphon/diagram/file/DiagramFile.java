package dev.antiphon.diagram.file;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.text.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file whose whole content, or a part of it, is a diagram.
 *
 * <p>If the whole file is a diagram, the file extension determines the format: {@code .mmd}, {@code
 * .puml}, {@code .dot}, {@code .scxml}, {@code .md}, {@code .svg} or {@code .png}. Text files are
 * compared byte for byte, except for line endings, because a checkout from Git can change line
 * endings. Pictures are compared by the hash of their diagram, because fonts differ between
 * computers.
 *
 * <p>A part of a text file is between the lines {@code <!-- generated: NAME -->} and {@code <!--
 * end: NAME -->}. The text around it is not changed.
 */
public final class DiagramFile {
  private final Path path;
  private final String name;
  private final Content content;

  private DiagramFile(Path path, String name, Content content) {
    this.path = path;
    this.name = name;
    this.content = content;
  }

  /**
   * A whole file.
   *
   * @throws IllegalArgumentException if the file extension is unknown
   */
  public static DiagramFile of(Path path, StateDiagram diagram) {
    String name = path.toString();
    FileFormat format =
        FileFormat.byName(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the file extension of "
                            + path
                            + " is unknown: use mmd, puml, dot, scxml, md, svg or png"));
    return new DiagramFile(path, name, format.content(diagram));
  }

  /**
   * A part of a Markdown file: a table for {@link TextFormat#MARKDOWN}, or a code block for any
   * other format.
   */
  public static DiagramFile part(Path path, String part, TextFormat format, StateDiagram diagram) {
    return part(path, part, PartContent.markdown(format, diagram));
  }

  /**
   * A part of a text file with any text instead of a diagram, such as code.
   *
   * @param text the text between the markers; each line ends with a line feed
   */
  public static DiagramFile part(Path path, String part, String text) {
    String name = "part \"" + part + "\" of " + path;
    return new DiagramFile(path, name, new PartContent(path.toString(), part, text));
  }

  /**
   * Checks the file.
   *
   * @return the problem as a sentence without a full stop; empty if the file is up to date
   * @throws MarkerException if the file does not have exactly one pair of markers for the part
   * @throws IOException if the file cannot be read
   */
  public Optional<String> problem() throws IOException {
    Optional<byte[]> found = found();
    if (found.isEmpty()) {
      return Optional.of(path + " is missing");
    }
    return content.isIn(found.get()) ? Optional.empty() : Optional.of(name + " is not up to date");
  }

  /**
   * Writes the file and creates its folders.
   *
   * @throws MarkerException if this is a part, and the file is missing or does not have exactly one
   *     pair of markers
   * @throws IOException if the file cannot be read or written
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
