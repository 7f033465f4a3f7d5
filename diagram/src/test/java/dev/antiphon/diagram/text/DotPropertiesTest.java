package dev.antiphon.diagram.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks DOT files with Graphviz. The tests are skipped if Graphviz is not installed. */
class DotPropertiesTest {
  private static final int TRIES = 60;

  @TempDir static Path folder;

  @BeforeAll
  static void requireGraphviz() throws Exception {
    try {
      new ProcessBuilder("dot", "-V").redirectErrorStream(true).start().waitFor();
    } catch (IOException e) {
      assumeTrue(false, "Graphviz is not installed: " + e.getMessage());
    }
  }

  @Test
  void graphvizAcceptsEveryDiagram() throws Exception {
    for (int seed = 0; seed < TRIES; seed++) {
      String text = TextFormat.DOT.write(AnyDiagram.number(seed));
      assertThat(canonical(text)).as(text).startsWith("digraph {");
    }
  }

  /**
   * Starts one process for each graph: dot 2.42 frees memory twice when one process lays out many
   * graphs.
   */
  private static String canonical(String text) throws Exception {
    Path graph = Files.writeString(folder.resolve("graph.dot"), text);
    Path answer = folder.resolve("answer");
    Process dot =
        new ProcessBuilder("dot", "-Tcanon", graph.toString())
            .redirectErrorStream(true)
            .redirectOutput(answer.toFile())
            .start();
    try {
      assertThat(dot.waitFor(20, TimeUnit.SECONDS)).as("dot ends").isTrue();
      assertThat(dot.exitValue()).as(Files.readString(answer)).isZero();
    } finally {
      dot.destroyForcibly();
    }
    return Files.readString(answer);
  }
}
