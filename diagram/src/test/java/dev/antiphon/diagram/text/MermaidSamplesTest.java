package dev.antiphon.diagram.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Leaves diagrams of nasty names for Mermaid's own parser, which is not one of this JVM. */
class MermaidSamplesTest {
  private static final int SAMPLES = 300;

  @Test
  void everySampleIsAStateDiagramOfWholeLines() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "mermaid"));
    for (int seed = 0; seed < SAMPLES; seed++) {
      String text = TextFormat.MERMAID.write(AnyDiagram.number(seed));
      Files.writeString(folder.resolve(seed + ".mmd"), text);

      assertThat(text.lines().map(String::strip))
          .contains("stateDiagram-v2")
          .allMatch(MermaidSamplesTest::isWhole, "is a whole line");
    }
  }

  /** Between quotes, and after the colon of a label, there is nothing that could end them. */
  private static boolean isWhole(String line) {
    String label = "[^\\n\"{}:;#%<>]|#\\d+;|<br/>";
    return line.matches("---|title: \".*\"|stateDiagram-v2|direction (TB|LR)|--|}")
        || line.matches("state \"(" + label + ")*\" as \\w+( \\{)?")
        || line.matches("state \\w+ <<(choice|fork|join)>>")
        || line.matches("\\w+ : (" + label + ")+")
        || line.matches("(\\w+|\\[\\*]) --> (\\w+|\\[\\*])( : (" + label + ")+)?");
  }
}
