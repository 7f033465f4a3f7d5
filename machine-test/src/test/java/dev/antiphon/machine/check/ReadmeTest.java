package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.diagram.junit.Diagrams;
import dev.antiphon.machine.TableText;
import dev.antiphon.machine.check.ReadmeExample.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README of the module machine shows code that is compiled and run, with its results. */
class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("antiphon.root"));
  private static final Path README = ROOT.resolve("machine/README.md");
  private static final Path CODE =
      ROOT.resolve("machine-test/src/test/java/dev/antiphon/machine/check/ReadmeExample.java");

  @ParameterizedTest
  @ValueSource(strings = {"machine", "model", "properties", "explored", "broken", "drawing"})
  void codeInTheReadmeIsEqualToTheCompiledCode(String name) throws IOException {
    Matcher piece =
        Pattern.compile("// doc:begin " + name + "\\n(.*?)\\n *// doc:end", Pattern.DOTALL)
            .matcher(Files.readString(CODE));
    assertThat(piece.find()).isTrue();
    String code = piece.group(1).stripTrailing().stripIndent();
    Diagrams.assertUpToDate(README, name, "```java\n" + code + "\n```\n");
  }

  @Test
  void tableInTheReadmeIsGeneratedFromTheMachine() {
    List<String> overview = new TableText<>(ReadmeExample.TABLE).overview(Event::line);
    Diagrams.assertUpToDate(README, "table", String.join("\n", overview) + "\n");
  }

  @Test
  void explorationHasTheResultThatTheReadmeShows() {
    Diagrams.assertUpToDate(README, "found", shown(ReadmeExample.explored()));
  }

  @Test
  void defectHasTheCounterexampleThatTheReadmeShows() {
    assertThat(ReadmeExample.broken().events()).containsExactly(Event.DIAL, Event.LOST);
    Diagrams.assertUpToDate(README, "counterexample", shown(ReadmeExample.broken()));
  }

  @Test
  void diagramInTheReadmeIsGeneratedFromTheMachine() {
    Diagrams.assertUpToDate(
        README, "picture", ReadmeExample.drawing("A client", ReadmeExample.TABLE));
  }

  private static String shown(Object result) {
    return "```\n" + result + "\n```\n";
  }
}
