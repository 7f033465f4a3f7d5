package dev.antiphon.cli.diagram;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.image.PictureFormat;
import dev.antiphon.diagram.text.TextFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What a diagram is written as. */
enum Format {
  MERMAID(TextFormat.MERMAID, "mmd", "mermaid"),
  PLANTUML(TextFormat.PLANTUML, "puml", "plantuml"),
  DOT(TextFormat.DOT, "dot", "gv"),
  SCXML(TextFormat.SCXML, "scxml"),
  MARKDOWN(TextFormat.MARKDOWN, "md"),
  SVG(PictureFormat.SVG::draw, "svg"),
  PNG(PictureFormat.PNG::draw, "png");

  private final Function<StateDiagram, byte[]> writer;
  private final List<String> endings;

  Format(TextFormat text, String... endings) {
    this(diagram -> text.write(diagram).getBytes(StandardCharsets.UTF_8), endings);
  }

  Format(Function<StateDiagram, byte[]> writer, String... endings) {
    this.writer = writer;
    this.endings = List.of(endings);
  }

  /** That of which the name of a file has the ending. */
  static Optional<Format> byName(String file) {
    String ending = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> format.endings.contains(ending)).findFirst();
  }

  /** Whether it is for readers who want every row, and not for the eye. */
  boolean isComplete() {
    return this == SCXML || this == MARKDOWN;
  }

  byte[] write(StateDiagram diagram) {
    return writer.apply(diagram);
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
