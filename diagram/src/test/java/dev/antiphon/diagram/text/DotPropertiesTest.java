package dev.antiphon.diagram.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DotPropertiesTest {
  private static final int TRIES = 300;

  @TempDir Path folder;

  /** Graphviz, where it is installed, reads many graphs from one file. */
  @Test
  void graphvizUnderstandsEveryDiagram() throws Exception {
    Path graphs = folder.resolve("all.dot");
    StringBuilder all = new StringBuilder();
    for (int seed = 0; seed < TRIES; seed++) {
      all.append(TextFormat.DOT.write(AnyDiagram.number(seed)));
    }
    Files.writeString(graphs, all);
    Path canonical = folder.resolve("canonical.dot");
    Path complaints = folder.resolve("complaints");

    Process dot = start(graphs, canonical, complaints);

    assertThat(dot.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(dot.exitValue()).as(Files.readString(complaints)).isZero();
    assertThat(Files.readString(complaints)).doesNotContain("rror");
    assertThat(Files.readString(canonical).lines().filter(line -> line.startsWith("digraph")))
        .hasSize(TRIES);
  }

  private static Process start(Path graphs, Path canonical, Path complaints) {
    try {
      return new ProcessBuilder("dot", "-Tcanon", "-o", canonical.toString(), graphs.toString())
          .redirectError(complaints.toFile())
          .start();
    } catch (IOException e) {
      assumeTrue(false, "Graphviz is not installed: " + e.getMessage());
      throw new AssertionError(e);
    }
  }
}
