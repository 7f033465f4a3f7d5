package dev.antiphon.diagram.image;

import dev.antiphon.diagram.Direction;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.Views;
import dev.antiphon.diagram.text.TextFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.sourceforge.plantuml.FileFormat;
import net.sourceforge.plantuml.FileFormatOption;
import net.sourceforge.plantuml.SourceStringReader;
import net.sourceforge.plantuml.core.Diagram;
import net.sourceforge.plantuml.dot.GraphvizUtils;
import net.sourceforge.plantuml.error.PSystemError;

/** Draws with PlantUML and its layout engine Smetana, a Java port of Graphviz. */
final class Smetana {
  private static final String BEGIN = "@startuml\n";
  private static final String LAYOUT = "!pragma layout smetana\n";

  /**
   * The largest width and height in pixels. PlantUML silently cuts off larger pictures; its default
   * is 4096.
   */
  private static final int LARGEST = 16_384;

  private Smetana() {}

  /** If the layout fails in one direction, it usually succeeds in the other direction. */
  static byte[] draw(StateDiagram diagram, PictureFormat format) {
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    int status = draw(diagram, format, picture);
    if (status != 0) {
      picture.reset();
      status = draw(diagram.view(Views.direction(other(diagram.direction()))), format, picture);
    }
    if (status != 0) {
      throw new PictureException(
          "PlantUML cannot lay out the diagram in either direction: status " + status);
    }
    return format == PictureFormat.SVG ? wellFormed(picture) : picture.toByteArray();
  }

  private static Direction other(Direction direction) {
    return direction == Direction.DOWN ? Direction.RIGHT : Direction.DOWN;
  }

  /** Draws the diagram. Returns PlantUML's status: 0 for success. */
  private static int draw(
      StateDiagram diagram, PictureFormat format, ByteArrayOutputStream picture) {
    String text = TextFormat.PLANTUML.write(diagram).replaceFirst(BEGIN, BEGIN + LAYOUT);
    Diagram parsed = new SourceStringReader(text).getBlocks().get(0).getDiagram();
    if (parsed instanceof PSystemError error) {
      throw new PictureException(
          "PlantUML rejects the text of the diagram: " + error.getDescription());
    }
    FileFormatOption option =
        new FileFormatOption(format == PictureFormat.SVG ? FileFormat.SVG : FileFormat.PNG, false);
    GraphvizUtils.setLocalImageLimit(LARGEST);
    try {
      return parsed.exportDiagram(picture, 0, option).getStatus();
    } catch (IOException e) {
      throw new PictureException("PlantUML cannot draw the diagram", e);
    } finally {
      GraphvizUtils.removeLocalLimitSize();
    }
  }

  /** Escapes {@code ]]>}. PlantUML does not escape it, and XML does not allow it in text. */
  private static byte[] wellFormed(ByteArrayOutputStream svg) {
    return svg.toString(StandardCharsets.UTF_8)
        .replace("]]>", "]]&gt;")
        .getBytes(StandardCharsets.UTF_8);
  }
}
