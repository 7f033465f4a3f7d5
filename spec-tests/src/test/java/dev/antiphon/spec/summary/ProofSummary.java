package dev.antiphon.spec.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.antiphon.diagram.Views;
import dev.antiphon.diagram.image.PictureFormat;
import dev.antiphon.fixtures.DataFiles;
import dev.antiphon.flowdiagram.FlowDiagram;
import dev.antiphon.flowdiagram.FlowView;
import dev.antiphon.internal.flow.VoiceFlow;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The last word of a build, in its phase {@code verify}: what all checks have measured, and that no
 * row of the table was left out. A build of only some tests or modules says what it did not see.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProofSummary {
  /** What Maven is told by those who do not want all tests; it hands that on. */
  private static final List<String> CHOOSING = List.of("test", "groups", "excludedGroups");

  private static final Path PICTURE =
      Path.of(System.getProperty("antiphon.root"), "spec-tests/target/proof/rows-visited.svg");
  private static final int NAMES = 3;

  private final Summary summary = new Summary(Figures.ofThisBuild());

  @BeforeAll
  void print() {
    summary.lines().forEach(line -> System.out.println("Proof: " + line));
    DataFiles.absent().ifPresent(files -> System.out.println("Skipped: tests of " + files));
  }

  @BeforeAll
  void draw() throws IOException {
    Files.createDirectories(PICTURE.getParent());
    Files.write(
        PICTURE,
        PictureFormat.SVG.draw(
            FlowDiagram.arrows(FlowView.FULL)
                .view(Views.visited(summary.visits()))
                .view(Views.outline(NAMES))));
    System.out.println("Proof: drawn in spec-tests/target/proof/rows-visited.svg");
  }

  @Test
  void everyCheckHasLeftItsFigures() throws URISyntaxException {
    assumeWhole();
    assertThat(summary.missing()).isEmpty();
  }

  @Test
  void everyRowIsTakenOnRealSocketsOrListedWithItsReason() throws URISyntaxException {
    assumeWhole();
    Set<String> open = new TreeSet<>(summary.modelled());
    open.removeAll(summary.visited());
    Unvisited.all().forEach(line -> open.removeAll(line.rows()));
    assertThat(open)
        .as(
            "rows that no test on real sockets takes: let a test of dev.antiphon.spec.wire take them,"
                + " or add a line to unvisited.tsv: row, 'sometimes' or 'never', reason")
        .isEmpty();
  }

  @Test
  void noRowIsTakenThatIsListedAsNeverTaken() {
    Set<String> taken = new TreeSet<>(Unvisited.never());
    taken.retainAll(summary.visited());
    assertThat(taken)
        .as("rows that were taken, but are listed as 'never': remove them from unvisited.tsv")
        .isEmpty();
  }

  /** The tests of the model say of a row that they do not take why nothing can. */
  @Test
  void noRowIsTakenThatTheModelDoesNotTake() throws URISyntaxException {
    assumeWhole();
    Set<String> unknown = new TreeSet<>(summary.visited());
    unknown.removeAll(summary.modelled());
    assertThat(unknown).isEmpty();
  }

  /** All tests of all modules were to run in this build. */
  private static void assumeWhole() throws URISyntaxException {
    URI flow = VoiceFlow.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    assumeTrue(
        Path.of(flow).startsWith(Path.of(System.getProperty("antiphon.root")))
            && CHOOSING.stream().allMatch(option -> System.getProperty(option) == null),
        "only some of the modules or tests were chosen");
  }
}
