package dev.antiphon.diagram.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.diagram.StateDiagram;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagramsTest {
  private static final StateDiagram BEFORE = StateDiagram.builder("t").state("a").build();
  private static final StateDiagram NOW = StateDiagram.builder("t").state("a").state("b").build();

  @TempDir Path folder;
  private String before;

  @BeforeEach
  void nothingIsToBeUpdated() {
    before = System.getProperty(Diagrams.UPDATE);
    System.clearProperty(Diagrams.UPDATE);
  }

  @AfterEach
  void asItWas() {
    if (before != null) {
      System.setProperty(Diagrams.UPDATE, before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mmd", "puml", "dot", "scxml", "svg", "png", "PNG"})
  void aFileIsWrittenOnRequestAndHeldFreshAfterwards(String ending) throws Exception {
    Path file = folder.resolve("new folder").resolve("t." + ending);
    assertThatThrownBy(() -> Diagrams.assertUpToDate(file, BEFORE))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            file + " is missing: run the test with -Dantiphon.update=true to write it anew");

    update(file, BEFORE);
    Diagrams.assertUpToDate(file, BEFORE);

    assertThatThrownBy(() -> Diagrams.assertUpToDate(file, NOW))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(file + " does not show the diagram as it is now");
    update(file, NOW);
    Diagrams.assertUpToDate(file, NOW);
  }

  @Test
  void linesMayEndAsACheckoutEndsThem() throws Exception {
    Path file = folder.resolve("t.mmd");
    update(file, NOW);
    Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));

    Diagrams.assertUpToDate(file, NOW);
  }

  @Test
  void aFreshFileIsNotTouchedByAnUpdate() throws Exception {
    Path file = folder.resolve("t.png");
    update(file, NOW);
    byte[] marked = Files.readAllBytes(file);
    marked[marked.length - 1] ^= 1;
    Files.write(file, marked);

    update(file, NOW);

    assertThat(Files.readAllBytes(file)).isEqualTo(marked);
  }

  @Test
  void anUnknownEndingIsRefused() {
    assertThatThrownBy(() -> Diagrams.assertUpToDate(folder.resolve("t.doc"), NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("t.doc");
  }

  private static void update(Path file, StateDiagram diagram) {
    System.setProperty(Diagrams.UPDATE, "true");
    try {
      Diagrams.assertUpToDate(file, diagram);
    } finally {
      System.clearProperty(Diagrams.UPDATE);
    }
  }
}
