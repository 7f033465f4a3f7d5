package dev.antiphon.spec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.diagram.Direction;
import dev.antiphon.diagram.Views;
import dev.antiphon.diagram.image.ModelHash;
import dev.antiphon.diagram.text.TextFormat;
import dev.antiphon.flowdiagram.FlowDiagram;
import dev.antiphon.flowdiagram.FlowView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.statemachine.config.EnableStateMachine;
import org.springframework.statemachine.config.StateMachineConfigurerAdapter;
import org.springframework.statemachine.config.builders.StateMachineStateConfigurer;
import org.springframework.statemachine.config.builders.StateMachineTransitionConfigurer;

/** Tests of the {@code diagram} command. */
class DiagramCommandTest {
  private static final int NAMES = 3;

  @TempDir private Path folder;

  @Test
  void diagramOfTheWholeFlowIsWrittenAsMermaidByDefault() {
    CommandResult ran = CommandResult.command("diagram");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .isEqualTo(TextFormat.MERMAID.write(FlowDiagram.outline(FlowView.FULL, NAMES)));
  }

  @ParameterizedTest
  @EnumSource
  void diagramIsWrittenInEachViewAndFormat(TextFormat format) {
    for (FlowView view : FlowView.values()) {
      CommandResult ran =
          CommandResult.command(
              "diagram",
              "--format",
              format.name().toLowerCase(),
              "--view",
              view.name().toLowerCase(),
              "--detail",
              "all");
      assertThat(ran.err()).isEmpty();
      assertThat(ran.out()).isEqualTo(format.write(FlowDiagram.rows(view)));
    }
  }

  @Test
  void markdownContainsEveryTableRowUnlessAnOutlineIsRequested() {
    assertThat(CommandResult.command("diagram", "--format", "markdown").out())
        .isEqualTo(TextFormat.MARKDOWN.write(FlowDiagram.rows(FlowView.FULL)));
    assertThat(
            CommandResult.command("diagram", "--format", "markdown", "--detail", "outline").out())
        .isEqualTo(TextFormat.MARKDOWN.write(FlowDiagram.outline(FlowView.FULL, NAMES)));
  }

  @Test
  void detailOptionWithTheValueRowsOmitsInternalTransitions() {
    assertThat(CommandResult.command("diagram", "--view", "happy", "--detail", "rows").out())
        .isEqualTo(
            TextFormat.MERMAID.write(
                FlowDiagram.rows(FlowView.HAPPY).view(Views.withoutInternal())));
  }

  @Test
  void optionsSetTheDirectionAndTheNumberOfNamesOfAnArrow() {
    assertThat(CommandResult.command("diagram", "--direction", "right", "--names", "1").out())
        .isEqualTo(
            TextFormat.MERMAID.write(
                FlowDiagram.outline(FlowView.FULL, 1).view(Views.direction(Direction.RIGHT))));
  }

  @ParameterizedTest
  @CsvSource({"flow.svg,<svg", "flow.png,PNG"})
  void fileExtensionSelectsTheImageFormat(String name, String mark) throws IOException {
    Path file = folder.resolve(name);
    CommandResult ran =
        CommandResult.command("diagram", "--view", "happy", "--out", file.toString());
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).isEmpty();
    byte[] picture = Files.readAllBytes(file);
    assertThat(new String(picture, 0, 40, StandardCharsets.ISO_8859_1)).contains(mark);
    assertThat(ModelHash.in(picture))
        .isEqualTo(Optional.of(ModelHash.of(FlowDiagram.outline(FlowView.HAPPY, NAMES))));
  }

  @Test
  void auditOptionCountsTheRowsTakenInAnAuditFile() throws IOException {
    Path ogg = folder.resolve("second.ogg");
    Files.write(ogg, DemoTest.firstSecond());
    CommandResult demo =
        CommandResult.command(
            "demo", "--json", "--file", ogg.toString(), "--out", folder.toString());
    assertThat(demo.err()).isEmpty();
    String audit = folder.resolve("transitions.jsonl").toString();
    CommandResult ran =
        CommandResult.command(
            "diagram", "--audit", audit, "--detail", "rows", "--format", "markdown");
    assertThat(ran.err()).isEmpty();
    List<String> lines = ran.out().lines().toList();
    assertThat(lines.get(0)).endsWith("| taken |");
    assertThat(lines)
        .anyMatch(
            line -> line.startsWith("| Selecting | Session Description") && line.endsWith("| 2 |"))
        .anyMatch(line -> line.startsWith("| Resuming | Resumed") && line.endsWith("| 2 |"))
        .anyMatch(
            line -> line.startsWith("| Established | closed: 4006") && line.endsWith("| 0 |"));
  }

  @Test
  void fileThatIsNotAnAuditFileIsRefusedWithTheLineNumber() throws IOException {
    Path file = folder.resolve("no.jsonl");
    Files.writeString(file, "{}\n");
    CommandResult ran = CommandResult.command("diagram", "--audit", file.toString());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains(file + ", line 1: expected the format antiphon-audit");
  }

  @Test
  void classpathOptionMakesAnotherMachineAvailable() throws IOException {
    compile(
        "Door",
        """
        import dev.antiphon.diagram.StateDiagram;

        class Door {
          static StateDiagram swings() {
            return StateDiagram.builder("A door")
                .initial("closed")
                .state("closed")
                .state("open")
                .transition("closed", "open", arrow -> arrow.on("push"))
                .build();
          }
        }
        """);
    String path = folder.toString();
    CommandResult ran =
        CommandResult.command("diagram", "--machine", "Door#swings", "--classpath", path);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains("title: \"A door\"").contains("closed --> open : push");
    CommandResult without = CommandResult.command("diagram", "--machine", "Door#swings");
    assertThat(without.code()).isEqualTo(1);
    assertThat(without.err()).contains("the class Door is not on the class path");
  }

  @Test
  void springMachineIsDrawn() {
    CommandResult ran =
        CommandResult.command(
            "diagram", "--machine", Turnstile.class.getName(), "--format", "plantuml");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains("LOCKED").contains("UNLOCKED").contains("COIN").contains("PUSH");
  }

  @ParameterizedTest
  @CsvSource({
    "--out x.doc,the file extension of x.doc is unknown",
    "--format gif,gif",
    "--view sad,sad",
    "--names 0,at least 1",
    "--audit nowhere,the file nowhere does not exist",
    "--machine Door --view happy,mutually exclusive",
  })
  void wrongUsageIsReported(String options, String sentence) {
    CommandResult ran = CommandResult.command(("diagram " + options).split(" "));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(sentence);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void missingFolderOfTheOutputFileIsReported() {
    String file = folder.resolve("nowhere/flow.svg").toString();
    CommandResult ran = CommandResult.command("diagram", "--out", file);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("the folder of " + file + " does not exist");
  }

  private void compile(String name, String source) throws IOException {
    Path file = folder.resolve(name + ".java");
    Files.writeString(file, source);
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), file.toString());
    assertThat(code).isZero();
  }

  /** The smallest sample of Spring Statemachine. */
  @EnableStateMachine
  static final class Turnstile extends StateMachineConfigurerAdapter<String, String> {
    @Override
    public void configure(StateMachineStateConfigurer<String, String> states) throws Exception {
      states.withStates().initial("LOCKED").state("UNLOCKED");
    }

    @Override
    public void configure(StateMachineTransitionConfigurer<String, String> transitions)
        throws Exception {
      transitions
          .withExternal()
          .source("LOCKED")
          .target("UNLOCKED")
          .event("COIN")
          .and()
          .withExternal()
          .source("UNLOCKED")
          .target("LOCKED")
          .event("PUSH");
    }
  }
}
