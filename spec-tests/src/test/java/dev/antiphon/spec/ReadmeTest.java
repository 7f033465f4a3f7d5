package dev.antiphon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.diagram.text.TextFormat;
import dev.antiphon.statemachine.diagram.FlowDiagram;
import dev.antiphon.statemachine.diagram.FlowView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The generated parts of the README are what the code says now. */
class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("antiphon.root"));
  private static final Path README = ROOT.resolve("README.md");
  private static final Path EXAMPLE =
      ROOT.resolve("spec-tests/src/test/java/dev/antiphon/spec/JoinAndPlay.java");

  @Test
  void thePictureOfTheFlowIsDrawnFromTheTable() throws IOException {
    assertPart(
        "flow",
        "```mermaid\n" + TextFormat.MERMAID.write(FlowDiagram.outline(FlowView.HAPPY, 3)) + "```");
  }

  @Test
  void theExampleIsTheCodeThatIsCompiled() throws IOException {
    String source = Files.readString(EXAMPLE);
    String shown = between(source, "// readme:begin\n", "// readme:end").strip();
    assertPart("example", "```java\n" + shown + "\n```");
  }

  /** Compares the part of the README, or rewrites it when asked by {@code -Dantiphon.update}. */
  private static void assertPart(String name, String expected) throws IOException {
    String begin = "<!-- generated: " + name + " -->\n";
    String end = "\n<!-- end: " + name + " -->";
    String readme = Files.readString(README);
    String found = between(readme, begin, end);
    if (Boolean.getBoolean("antiphon.update")) {
      Files.writeString(README, readme.replace(begin + found + end, begin + expected + end));
      return;
    }
    assertThat(found)
        .as("README part \"%s\"; -Dantiphon.update=true writes it anew", name)
        .isEqualTo(expected);
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin);
    int to = text.indexOf(end, from);
    assertThat(from).as("\"%s\" stands in the text", begin.strip()).isNotNegative();
    assertThat(to).as("\"%s\" stands in the text", end.strip()).isNotNegative();
    return text.substring(from + begin.length(), to);
  }
}
