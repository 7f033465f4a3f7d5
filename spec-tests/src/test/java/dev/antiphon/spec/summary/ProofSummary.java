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
 * Prints the results of all checks at the end of a build, in phase {@code verify}. It fails if a
 * row of the table has no test. If a build runs only some tests or modules, these tests are skipped
 * and the summary lists the checks that did not run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProofSummary {
  /** The Maven properties that select tests. Maven passes them to the test JVM. */
  private static final List<String> SELECTION_PROPERTIES =
      List.of("test", "groups", "excludedGroups");

  private static final Path PICTURE =
      Path.of(System.getProperty("antiphon.root"), "spec-tests/target/proof/rows-visited.svg");
  private static final int MAX_NAMES = 3;

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
                .view(Views.outline(MAX_NAMES))));
    System.out.println("Proof: drawn in spec-tests/target/proof/rows-visited.svg");
  }

  @Test
  void everyCheckHasReportedItsResults() throws URISyntaxException {
    assumeCompleteBuild();
    assertThat(summary.missing()).isEmpty();
  }

  @Test
  void everyTableRowIsTestedOnRealSocketsOrHasAReason() throws URISyntaxException {
    assumeCompleteBuild();
    Set<String> uncovered = new TreeSet<>(summary.modelled());
    uncovered.removeAll(summary.visited());
    Unvisited.all().forEach(line -> uncovered.removeAll(line.rows()));
    assertThat(uncovered)
        .as(
            "rows that no test on real sockets takes: add a test to dev.antiphon.spec.wire,"
                + " or add a line to unvisited.tsv: row, 'sometimes' or 'never', reason")
        .isEmpty();
  }

  @Test
  void rowsListedAsUnreachableAreNotReachedOnRealSockets() {
    Set<String> taken = new TreeSet<>(Unvisited.never());
    taken.retainAll(summary.visited());
    assertThat(taken)
        .as("rows that were taken, but are listed as 'never': remove them from unvisited.tsv")
        .isEmpty();
  }

  /** The model tests explain why the other rows cannot be taken. */
  @Test
  void rowsReachedOnRealSocketsAreAlsoReachedByTheModel() throws URISyntaxException {
    assumeCompleteBuild();
    Set<String> unknown = new TreeSet<>(summary.visited());
    unknown.removeAll(summary.modelled());
    assertThat(unknown).isEmpty();
  }

  /** Skips the test unless this build runs all tests of all modules. */
  private static void assumeCompleteBuild() throws URISyntaxException {
    URI flow = VoiceFlow.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    assumeTrue(
        Path.of(flow).startsWith(Path.of(System.getProperty("antiphon.root")))
            && SELECTION_PROPERTIES.stream().allMatch(option -> System.getProperty(option) == null),
        "skipped: this build runs only some modules or tests");
  }
}
