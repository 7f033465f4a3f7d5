package dev.antiphon.diagram.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.diagram.junit.Diagrams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final Path MODULE = Path.of(System.getProperty("antiphon.root"), "diagram");
  private static final Path README = MODULE.resolve("README.md");
  private static final Pattern LINES =
      Pattern.compile("// README\\n(.*?)\\n *// end", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void exampleInTheReadmeIsEqualToTheCodeThatThisTestRuns() throws Exception {
    ReadmeExample.write(Tasks.machine(), folder);

    assertThat(folder.resolve("machine.mmd")).isNotEmptyFile();
    assertThat(folder.resolve("machine.png")).isNotEmptyFile();
    Matcher lines =
        LINES.matcher(
            Files.readString(
                MODULE.resolve("src/test/java/dev/antiphon/diagram/spring/ReadmeExample.java")));
    assertThat(lines.find()).isTrue();
    Diagrams.assertUpToDate(
        README, "example", "```java\n" + lines.group(1).stripIndent() + "\n```\n");
  }

  @Test
  void diagramIsGeneratedFromTheSampleMachine() throws Exception {
    Diagrams.assertUpToDate(README, "tasks", SpringMachines.read(Tasks.machine()));
  }
}
