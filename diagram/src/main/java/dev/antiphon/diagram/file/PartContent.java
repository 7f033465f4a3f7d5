package dev.antiphon.diagram.file;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.text.TextFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A part of a text file; what is around it stays as it is.
 *
 * @param where what the file is called
 * @param name of the part
 * @param text of the part, each line with its end
 */
record PartContent(String where, String name, String text) implements Content {
  private static final String FENCE = "```";

  /** The diagram as Markdown shows it: a table as it is, anything else as a block of code. */
  static String markdown(TextFormat format, StateDiagram diagram) {
    String text = format.write(diagram);
    return switch (format) {
      case MERMAID -> fenced("mermaid", text);
      case PLANTUML -> fenced("plantuml", text);
      case DOT -> fenced("dot", text);
      case SCXML -> fenced("xml", text);
      case MARKDOWN -> text;
    };
  }

  /** Between fences longer than any in the text (CommonMark 0.31, section 4.5). */
  private static String fenced(String language, String text) {
    String fence = FENCE;
    while (text.contains(fence)) {
      fence += "`";
    }
    return fence + language + "\n" + text + fence + "\n";
  }

  @Override
  public boolean isIn(byte[] found) throws IOException {
    return marked(found).says(text);
  }

  @Override
  public byte[] written(Optional<byte[]> found) throws IOException {
    byte[] there = found.orElseThrow(() -> new MarkerException(where + " is missing"));
    return marked(there).with(text).getBytes(StandardCharsets.UTF_8);
  }

  /** A file that is not in UTF-8 is refused, since it could not be written as it was. */
  private MarkedText marked(byte[] found) throws CharacterCodingException {
    String whole = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(found)).toString();
    return MarkedText.of(where, whole, name);
  }
}
