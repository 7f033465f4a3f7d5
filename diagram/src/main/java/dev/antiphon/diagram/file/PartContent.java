package dev.antiphon.diagram.file;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.text.TextFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The content of a part of a text file. The text around the part does not change.
 *
 * @param where the name of the file
 * @param name the name of the part
 * @param text the text of the part, with all line endings
 */
record PartContent(String where, String name, String text) implements Content {
  private static final String FENCE = "```";

  /** The diagram for a Markdown file: a table, or a code block for all other formats. */
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

  /**
   * A code block. Its fences are longer than all fences in the text (CommonMark 0.31, section 4.5).
   */
  private static String fenced(String language, String text) {
    String fence = FENCE;
    while (text.contains(fence)) {
      fence += "`";
    }
    return fence + language + "\n" + text + fence + "\n";
  }

  @Override
  public boolean isIn(byte[] found) throws IOException {
    return marked(found).isEqualTo(text);
  }

  @Override
  public byte[] written(Optional<byte[]> found) throws IOException {
    byte[] bytes = found.orElseThrow(() -> new MarkerException(where + " is missing"));
    return marked(bytes).with(text).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Rejects a file that is not in UTF-8, because its other text would change when it is written.
   */
  private MarkedText marked(byte[] found) throws CharacterCodingException {
    String whole = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(found)).toString();
    return MarkedText.of(where, whole, name);
  }
}
