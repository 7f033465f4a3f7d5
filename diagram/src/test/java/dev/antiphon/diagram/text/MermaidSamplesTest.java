package dev.antiphon.diagram.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Writes diagrams with difficult names to files. A separate Node.js script checks them with
 * Mermaid's parser.
 */
class MermaidSamplesTest {
  private static final int SAMPLES = 300;

  @Test
  void everyMermaidSampleContainsOnlyCompleteLines() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "mermaid"));
    for (int seed = 0; seed < SAMPLES; seed++) {
      String text = TextFormat.MERMAID.write(AnyDiagram.number(seed));
      Files.writeString(folder.resolve(seed + ".mmd"), text);

      assertThat(text.lines().map(String::strip))
          .contains("stateDiagram-v2")
          .allMatch(MermaidSamplesTest::isComplete, "is a complete line");
    }
  }

  /** Whether quoted texts and labels contain no character that could end them. */
  private static boolean isComplete(String line) {
    String label = "[^\\n\"{}:;#%<>]|#\\d+;|<br/>";
    return line.matches("---|title: \".*\"|stateDiagram-v2|direction (TB|LR)|--|}")
        || line.matches("state \"(" + label + ")*\" as \\w+( \\{)?")
        || line.matches("state \\w+ <<(choice|fork|join)>>")
        || line.matches("\\w+ : (" + label + ")+")
        || line.matches("(\\w+|\\[\\*]) --> (\\w+|\\[\\*])( : (" + label + ")+)?");
  }
}
