package dev.antiphon.diagram.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.diagram.text.TextFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final Path MODULE = Path.of(System.getProperty("antiphon.root"), "diagram");
  private static final Pattern LINES =
      Pattern.compile("// README\\n(.*?)\\n *// end", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void theExampleIsCodeThatRuns() throws Exception {
    ReadmeExample.write(Tasks.machine(), folder);

    assertThat(folder.resolve("machine.mmd")).isNotEmptyFile();
    assertThat(folder.resolve("machine.png")).isNotEmptyFile();
    Matcher lines =
        LINES.matcher(
            Files.readString(
                MODULE.resolve("src/test/java/dev/antiphon/diagram/spring/ReadmeExample.java")));
    assertThat(lines.find()).isTrue();
    shows("example", "```java\n" + lines.group(1).stripIndent() + "\n```\n");
  }

  @Test
  void thePictureIsTheMachineOfTheSample() throws Exception {
    String text = TextFormat.MERMAID.write(SpringMachines.read(Tasks.machine()));
    shows("tasks", "```mermaid\n" + text + "```\n");
  }

  private static void shows(String name, String wanted) throws Exception {
    Path readme = MODULE.resolve("README.md");
    String text = Files.readString(readme);
    String begin = "<!-- generated: " + name + " -->\n";
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf("<!-- end: " + name + " -->", from);
    if (Boolean.getBoolean("antiphon.update")) {
      Files.writeString(readme, text.substring(0, from) + wanted + text.substring(to));
    } else {
      assertThat(text.substring(from, to)).isEqualTo(wanted);
    }
  }
}
