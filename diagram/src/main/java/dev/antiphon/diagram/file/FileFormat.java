package dev.antiphon.diagram.file;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.image.PictureFormat;
import dev.antiphon.diagram.text.TextFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The file formats of diagrams. The file extension determines the format. */
public enum FileFormat {
  MERMAID(TextFormat.MERMAID, "mmd", "mermaid"),
  PLANTUML(TextFormat.PLANTUML, "puml", "plantuml"),
  DOT(TextFormat.DOT, "dot", "gv"),
  SCXML(TextFormat.SCXML, "scxml"),
  MARKDOWN(TextFormat.MARKDOWN, "md"),
  SVG(PictureFormat.SVG, "svg"),
  PNG(PictureFormat.PNG, "png");

  private final Function<StateDiagram, byte[]> writer;
  private final Function<StateDiagram, Content> content;
  private final List<String> extensions;

  FileFormat(TextFormat text, String... extensions) {
    this.writer = diagram -> text.write(diagram).getBytes(StandardCharsets.UTF_8);
    this.content = diagram -> new TextContent(text.write(diagram));
    this.extensions = List.of(extensions);
  }

  FileFormat(PictureFormat picture, String... extensions) {
    this.writer = picture::draw;
    this.content = diagram -> new PictureContent(picture, diagram);
    this.extensions = List.of(extensions);
  }

  /**
   * The format for the extension of a file name. Upper case and lower case make no difference. The
   * result is empty if the extension is unknown.
   */
  public static Optional<FileFormat> byName(String file) {
    String extension = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.extensions.contains(extension))
        .findFirst();
  }

  /** The diagram as the bytes of a file of this format. Text is UTF-8. */
  public byte[] write(StateDiagram diagram) {
    return writer.apply(diagram);
  }

  Content content(StateDiagram diagram) {
    return content.apply(diagram);
  }

  /** The name in lower case, for options and settings. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
