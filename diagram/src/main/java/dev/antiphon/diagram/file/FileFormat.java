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

/** What a file can show a diagram as, known by the ending of its name. */
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
  private final List<String> endings;

  FileFormat(TextFormat text, String... endings) {
    this.writer = diagram -> text.write(diagram).getBytes(StandardCharsets.UTF_8);
    this.content = diagram -> new TextContent(text.write(diagram));
    this.endings = List.of(endings);
  }

  FileFormat(PictureFormat picture, String... endings) {
    this.writer = picture::draw;
    this.content = diagram -> new PictureContent(picture, diagram);
    this.endings = List.of(endings);
  }

  /** That of which the file's name has the ending, in any case. */
  public static Optional<FileFormat> byName(String file) {
    String ending = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> format.endings.contains(ending)).findFirst();
  }

  /** The diagram as the bytes of such a file; text is UTF-8. */
  public byte[] write(StateDiagram diagram) {
    return writer.apply(diagram);
  }

  Content content(StateDiagram diagram) {
    return content.apply(diagram);
  }

  /** The name in small letters, as options and settings have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
