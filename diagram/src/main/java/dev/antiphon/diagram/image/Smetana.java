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

/** PlantUML, laying out by the port of Graphviz that it carries. */
final class Smetana {
  private static final String BEGIN = "@startuml\n";
  private static final String LAYOUT = "!pragma layout smetana\n";

  /** Pixels; what is larger PlantUML would cut off without a word, by default at 4096. */
  private static final int LARGEST = 16_384;

  private Smetana() {}

  /** Where the layout fails in the direction asked for, it mostly succeeds in the other. */
  static byte[] draw(StateDiagram diagram, PictureFormat format) {
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    int status = draw(diagram, format, picture);
    if (status != 0) {
      picture.reset();
      status = draw(diagram.view(Views.direction(other(diagram.direction()))), format, picture);
    }
    if (status != 0) {
      throw new PictureException("PlantUML cannot lay it out, in neither direction: " + status);
    }
    return format == PictureFormat.SVG ? wellFormed(picture) : picture.toByteArray();
  }

  private static Direction other(Direction direction) {
    return direction == Direction.DOWN ? Direction.RIGHT : Direction.DOWN;
  }

  /** Draws and says how it went: 0 when it went well. */
  private static int draw(
      StateDiagram diagram, PictureFormat format, ByteArrayOutputStream picture) {
    String text = TextFormat.PLANTUML.write(diagram).replaceFirst(BEGIN, BEGIN + LAYOUT);
    Diagram parsed = new SourceStringReader(text).getBlocks().get(0).getDiagram();
    if (parsed instanceof PSystemError error) {
      throw new PictureException(
          "PlantUML does not understand its text: " + error.getDescription());
    }
    FileFormatOption option =
        new FileFormatOption(format == PictureFormat.SVG ? FileFormat.SVG : FileFormat.PNG, false);
    GraphvizUtils.setLocalImageLimit(LARGEST);
    try {
      return parsed.exportDiagram(picture, 0, option).getStatus();
    } catch (IOException e) {
      throw new PictureException("PlantUML cannot draw it", e);
    } finally {
      GraphvizUtils.removeLocalLimitSize();
    }
  }

  /** PlantUML leaves the end of a CDATA section, which it writes none of, in texts as it is. */
  private static byte[] wellFormed(ByteArrayOutputStream svg) {
    return svg.toString(StandardCharsets.UTF_8)
        .replace("]]>", "]]&gt;")
        .getBytes(StandardCharsets.UTF_8);
  }
}
