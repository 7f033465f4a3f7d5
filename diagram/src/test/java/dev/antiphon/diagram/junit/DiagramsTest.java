package dev.antiphon.diagram.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.text.TextFormat;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagramsTest {
  private static final StateDiagram BEFORE = StateDiagram.builder("t").state("a").build();
  private static final StateDiagram NOW =
      StateDiagram.builder("t").state("a").state("b").transition("a", "b").build();

  @TempDir Path folder;
  private String before;

  @BeforeEach
  void clearUpdateProperty() {
    before = System.getProperty(Diagrams.UPDATE);
    System.clearProperty(Diagrams.UPDATE);
  }

  @AfterEach
  void restoreUpdateProperty() {
    if (before != null) {
      System.setProperty(Diagrams.UPDATE, before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mmd", "puml", "dot", "scxml", "svg", "png", "PNG"})
  void updateWritesAnOutdatedFileAndThenTheCheckPasses(String ending) throws Exception {
    Path file = folder.resolve("new folder").resolve("t." + ending);
    assertThatThrownBy(() -> Diagrams.assertUpToDate(file, BEFORE))
        .isInstanceOf(AssertionError.class)
        .hasMessage(file + " is missing: run the test with -Dantiphon.update=true to update it");

    update(file, BEFORE);
    Diagrams.assertUpToDate(file, BEFORE);

    assertThatThrownBy(() -> Diagrams.assertUpToDate(file, NOW))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(file + " is not up to date");
    update(file, NOW);
    Diagrams.assertUpToDate(file, NOW);
  }

  @Test
  void upToDateFileWithWindowsLineEndingsPassesTheCheck() throws Exception {
    Path file = folder.resolve("t.mmd");
    update(file, NOW);
    Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));

    Diagrams.assertUpToDate(file, NOW);
  }

  @Test
  void updateDoesNotRewriteAnUpToDateFile() throws Exception {
    Path file = folder.resolve("t.png");
    update(file, NOW);
    byte[] marked = Files.readAllBytes(file);
    marked[marked.length - 1] ^= 1;
    Files.write(file, marked);

    update(file, NOW);

    assertThat(Files.readAllBytes(file)).isEqualTo(marked);
  }

  @Test
  void unknownFileExtensionIsRejected() {
    assertThatThrownBy(() -> Diagrams.assertUpToDate(folder.resolve("t.doc"), NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("t.doc");
  }

  @ParameterizedTest
  @EnumSource
  void updateOfAPartOfAPageKeepsTheTextAroundThePart(TextFormat format) throws Exception {
    Path file = page("before", "after");
    assertThatThrownBy(() -> Diagrams.assertUpToDate(file, "light", format, NOW))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "part \"light\" of "
                + file
                + " is not up to date: run the test with -Dantiphon.update=true to update it");

    updating(() -> Diagrams.assertUpToDate(file, "light", format, NOW));

    Diagrams.assertUpToDate(file, "light", format, NOW);
    assertThatThrownBy(() -> Diagrams.assertUpToDate(file, "light", format, BEFORE))
        .isInstanceOf(AssertionError.class);
    assertThat(Files.readString(file))
        .startsWith("before\n<!-- generated: light -->\n")
        .contains(format.write(NOW))
        .endsWith("<!-- end: light -->\nafter\n");
  }

  @Test
  void partOfAPageIsWrittenAsMermaidByDefault() throws Exception {
    Path file = page("before", "after");
    updating(() -> Diagrams.assertUpToDate(file, "light", NOW));

    Diagrams.assertUpToDate(file, "light", TextFormat.MERMAID, NOW);
    assertThat(Files.readString(file)).contains("\n```mermaid\n").contains("\n```\n<!-- end");
  }

  @Test
  void partOfAPageCanBeAnyText() throws Exception {
    Path file = page("before", "after");
    updating(() -> Diagrams.assertUpToDate(file, "light", "some code\n"));

    assertThat(Files.readString(file)).contains("-->\nsome code\n<!--");
  }

  @Test
  void updateOfAPartKeepsTheWindowsLineEndingsOfThePage() throws Exception {
    Path file = page("before", "after");
    Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
    updating(() -> Diagrams.assertUpToDate(file, "light", NOW));

    Diagrams.assertUpToDate(file, "light", NOW);
    assertThat(Files.readString(file).replace("\r\n", "")).doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'<!-- end: light -->', 'has no line <!-- generated: light -->'",
    "'<!-- generated: light -->', 'has no line <!-- end: light -->'",
    "'<!-- generated: light -->|<!-- generated: light -->|<!-- end: light -->',"
        + " 'has the line <!-- generated: light --> more than once'",
    "'<!-- generated: light -->|<!-- end: light -->|<!-- end: light -->',"
        + " 'has the line <!-- end: light --> more than once'",
    "'<!-- end: light -->|<!-- generated: light -->',"
        + " ': the line <!-- end: light --> comes before the line <!-- generated: light -->'",
    "'a word <!-- generated: light -->|<!-- end: light -->',"
        + " 'has no line <!-- generated: light -->'"
  })
  void pageWithAMissingOrDuplicateMarkerFailsTheCheckAndIsNotUpdated(String lines, String problem)
      throws Exception {
    String text = lines.replace('|', '\n');
    Path file = Files.writeString(folder.resolve("page.md"), text);

    assertThatThrownBy(() -> Diagrams.assertUpToDate(file, "light", NOW))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageEndingWith(problem);
    assertThatThrownBy(() -> updating(() -> Diagrams.assertUpToDate(file, "light", NOW)))
        .isInstanceOf(AssertionError.class);
    assertThat(file).hasContent(text);
  }

  @Test
  void partOfAMissingFileCannotBeWritten() {
    Path file = folder.resolve("page.md");

    assertThatThrownBy(() -> updating(() -> Diagrams.assertUpToDate(file, "light", NOW)))
        .isInstanceOf(AssertionError.class)
        .hasMessage(file + " is missing");
  }

  @Test
  void fileThatIsNotUtf8IsNotWritten() throws Exception {
    byte[] latin = "\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("page.md"), latin);

    assertThatThrownBy(() -> updating(() -> Diagrams.assertUpToDate(file, "light", NOW)))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(file).hasBinaryContent(latin);
  }

  @Test
  void codeFenceIsLongerThanTheFencesInTheDiagram() throws Exception {
    Path file = page("before", "after");
    StateDiagram diagram = StateDiagram.builder("").state("```` a").build();
    updating(() -> Diagrams.assertUpToDate(file, "light", TextFormat.SCXML, diagram));

    assertThat(Files.readString(file)).contains("\n`````xml\n").contains("\n`````\n");
  }

  private Path page(String before, String after) throws Exception {
    return Files.writeString(
        folder.resolve("page.md"),
        before + "\n<!-- generated: light -->\nold\n<!-- end: light -->\n" + after + "\n");
  }

  private static void update(Path file, StateDiagram diagram) {
    updating(() -> Diagrams.assertUpToDate(file, diagram));
  }

  private static void updating(Runnable assertion) {
    System.setProperty(Diagrams.UPDATE, "true");
    try {
      assertion.run();
    } finally {
      System.clearProperty(Diagrams.UPDATE);
    }
  }
}
