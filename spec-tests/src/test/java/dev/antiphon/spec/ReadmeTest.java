package dev.antiphon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.diagram.text.TextFormat;
import dev.antiphon.flowdiagram.FlowDiagram;
import dev.antiphon.flowdiagram.FlowView;
import dev.antiphon.spec.guides.GeneratedParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The generated parts of the README match the current code. */
class ReadmeTest {
  private static final GeneratedParts README = GeneratedParts.of("README.md");
  private static final Path EXAMPLE =
      Path.of(System.getProperty("antiphon.root"))
          .resolve("spec-tests/src/test/java/dev/antiphon/spec/JoinAndPlay.java");

  @Test
  void readmeHasAtMost120Lines() throws IOException {
    Path page = Path.of(System.getProperty("antiphon.root"), "README.md");
    assertThat(Files.readAllLines(page)).hasSizeLessThanOrEqualTo(120);
  }

  @Test
  void diagramMatchesTheTransitionTable() throws IOException {
    String drawn = TextFormat.MERMAID.write(FlowDiagram.outline(FlowView.HAPPY, 3));
    README.hold("flow", "```mermaid\n" + drawn + "```");
  }

  @Test
  void exampleMatchesTheCompiledCode() throws IOException {
    String source = Files.readString(EXAMPLE);
    String begin = "// readme:begin\n";
    String shown =
        source.substring(source.indexOf(begin) + begin.length(), source.indexOf("// readme:end"));
    README.hold("example", "```java\n" + shown.strip() + "\n```");
  }
}
