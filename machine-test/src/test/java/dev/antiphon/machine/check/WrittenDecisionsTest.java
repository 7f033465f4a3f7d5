package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.check.ReadmeExample.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handwritten decisions are read from a file and compared with the table. */
class WrittenDecisionsTest {
  private static final List<String> FILE =
      List.of(
          WrittenDecisions.HEAD,
          "# written by hand",
          "DIAL.IDLE.1\tIDLE\t1\t\tTRANSITION\tDIALLING",
          "DIAL.DIALLING.1\tDIALLING\t1\t\tREFUSED\t",
          "DIAL.CONNECTED.1\tCONNECTED\t1\t\tREFUSED\t",
          "DIAL.FAILED.1\tFAILED\t1\t\tREFUSED\t",
          "OPENED.IDLE.1\tIDLE\t1\t\tVIOLATION\t",
          "OPENED.DIALLING.1\tDIALLING\t1\t\tTRANSITION\tCONNECTED",
          "OPENED.CONNECTED.1\tCONNECTED\t1\t\tVIOLATION\t",
          "OPENED.FAILED.1\tFAILED\t1\t\tVIOLATION\t",
          "LOST.IDLE.1\tIDLE\t1\t\tIGNORED\t",
          "LOST.DIALLING.1\tDIALLING\t1\tretry left\tTRANSITION\tDIALLING",
          "LOST.DIALLING.2\tDIALLING\t2\t\tTRANSITION\tFAILED",
          "LOST.CONNECTED.1\tCONNECTED\t1\tretry left\tTRANSITION\tDIALLING",
          "LOST.CONNECTED.2\tCONNECTED\t2\t\tTRANSITION\tFAILED",
          "LOST.FAILED.1\tFAILED\t1\t\tIGNORED\t");

  @Test
  void linesAreReadAndTheHeaderAndCommentsAreSkipped() {
    WrittenDecisions file = WrittenDecisions.of(FILE);
    assertThat(file.lines()).hasSize(FILE.size() - 2);
    assertThat(file.cell("LOST", "DIALLING"))
        .containsExactly(
            new WrittenDecision(
                "LOST.DIALLING.1", "DIALLING", 1, "retry left", Outcome.TRANSITION, "DIALLING"),
            new WrittenDecision(
                "LOST.DIALLING.2", "DIALLING", 2, "", Outcome.TRANSITION, "FAILED"));
  }

  @Test
  void readingAFileGivesTheSameResultAsReadingItsLines(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("decisions.tsv"), FILE);
    assertThat(WrittenDecisions.read(file).lines()).isEqualTo(WrittenDecisions.of(FILE).lines());
  }

  @Test
  void firstReturnsTheFirstMatchingLineOrAnEmptyOptional() {
    WrittenDecisions file = WrittenDecisions.of(FILE);
    assertThat(file.first("LOST", "DIALLING", condition -> true).orElseThrow().row())
        .isEqualTo("LOST.DIALLING.1");
    assertThat(file.first("LOST", "DIALLING", condition -> false).orElseThrow().row())
        .isEqualTo("LOST.DIALLING.2");
    assertThat(file.first("HUNG_UP", "DIALLING", condition -> true)).isEmpty();
  }

  @Test
  void targetIsSplitIntoStateAndSubstate() {
    WrittenDecision both = decision("BO (Rejoin)");
    assertThat(both.targetState()).isEqualTo("BO");
    assertThat(both.targetSubstate()).isEqualTo("Rejoin");
    assertThat(decision("BO").targetSubstate()).isEmpty();
    assertThat(decision("(Rejoin)").targetState()).as("the state stays").isEqualTo("IDLE");
    assertThat(decision("").targetState()).isEqualTo("IDLE");
  }

  private static WrittenDecision decision(String target) {
    return new WrittenDecision("A.IDLE.1", "IDLE", 1, "", Outcome.TRANSITION, target);
  }

  @Test
  void fileIsRejectedWithoutHeader() {
    for (List<String> file : List.of(List.<String>of(), FILE.subList(1, FILE.size()))) {
      assertThatThrownBy(() -> WrittenDecisions.of(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(WrittenDecisions.HEAD);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A.IDLE.1\tIDLE\t1\t\tTRANSITION",
        "A.IDLE.1\tIDLE\t1\t\tTRANSITION\tIDLE\t",
        "A.IDLE.1\tIDLE\tfirst\t\tTRANSITION\tIDLE",
        "A.IDLE.1\tIDLE\t1\t\tLEAP\tIDLE"
      })
  void invalidLineIsReportedWithItsNumber(String line) {
    List<String> file = new ArrayList<>(FILE.subList(0, 3));
    file.add(line);
    assertThatThrownBy(() -> WrittenDecisions.of(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 4: expected ");
  }

  @Test
  void noDifferenceIsReportedWhenFileAndTableAgree() {
    assertThat(WrittenDecisions.of(FILE).differences(ReadmeExample.TABLE)).isEmpty();
  }

  @Test
  void rowThatDiffersBetweenFileAndTableIsReportedAsADifference() {
    List<String> file = new ArrayList<>(FILE);
    file.set(2, "DIAL.IDLE.1\tIDLE\t1\t\tTRANSITION\t" + Phase.CONNECTED);
    assertThat(WrittenDecisions.of(file).differences(ReadmeExample.TABLE))
        .containsExactly(
            "DIAL.IDLE.1: the file says \"TRANSITION CONNECTED\","
                + " the table says \"TRANSITION DIALLING\"");
  }

  @Test
  void rowThatIsMissingInTheFileIsReportedAsADifference() {
    List<String> file = new ArrayList<>(FILE);
    file.remove(11);
    assertThat(WrittenDecisions.of(file).differences(ReadmeExample.TABLE))
        .containsExactly(
            "LOST.DIALLING.1: the file says nothing,"
                + " the table says \"when retry left: TRANSITION DIALLING\"");
  }

  @Test
  void rowThatIsMissingInTheTableIsReportedAsADifference() {
    List<String> file = new ArrayList<>(FILE);
    file.add("LOST.FAILED.2\tFAILED\t2\t\tIGNORED\t");
    assertThat(WrittenDecisions.of(file).differences(ReadmeExample.TABLE))
        .containsExactly("LOST.FAILED.2: the file says \"IGNORED\", the table says nothing");
  }
}
