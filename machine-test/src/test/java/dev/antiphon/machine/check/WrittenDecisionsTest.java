package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Decisions that are written by hand, beside the table of the README's machine. */
class WrittenDecisionsTest {
  private static final List<String> FILE =
      List.of(
          WrittenDecisions.HEAD,
          "# a client dials once",
          "DIAL.IDLE.1\tIDLE\t1\t\tTRANSITION\tDIALLING",
          "OPENED.IDLE.1\tIDLE\t1\t\tVIOLATION\t",
          "LOST.IDLE.1\tIDLE\t1\t\tIGNORED\t",
          "DIAL.DIALLING.1\tDIALLING\t1\t\tREFUSED\t",
          "OPENED.DIALLING.1\tDIALLING\t1\t\tTRANSITION\tCONNECTED",
          "LOST.DIALLING.1\tDIALLING\t1\tretry left\tTRANSITION\tDIALLING",
          "LOST.DIALLING.2\tDIALLING\t2\t\tTRANSITION\tFAILED",
          "DIAL.CONNECTED.1\tCONNECTED\t1\t\tREFUSED\t",
          "OPENED.CONNECTED.1\tCONNECTED\t1\t\tVIOLATION\t",
          "LOST.CONNECTED.1\tCONNECTED\t1\tretry left\tTRANSITION\tDIALLING",
          "LOST.CONNECTED.2\tCONNECTED\t2\t\tTRANSITION\tFAILED",
          "DIAL.FAILED.1\tFAILED\t1\t\tREFUSED\t",
          "OPENED.FAILED.1\tFAILED\t1\t\tVIOLATION\t",
          "LOST.FAILED.1\tFAILED\t1\t\tIGNORED\t");

  @Test
  void aFileThatSaysTheSameHasNoDifferences() {
    assertThat(WrittenDecisions.of(FILE).differences(ReadmeExample.TABLE)).isEmpty();
  }

  @Test
  void aSlipOnEitherSideIsADifference() {
    List<String> other = new ArrayList<>(FILE);
    other.set(7, "LOST.DIALLING.1\tDIALLING\t1\t\tTRANSITION\tFAILED");
    other.remove(8);
    assertThat(WrittenDecisions.of(other).differences(ReadmeExample.TABLE))
        .containsExactly(
            "LOST.DIALLING.1: the file says \"TRANSITION FAILED\", the table says \"when retry"
                + " left: TRANSITION DIALLING\"",
            "LOST.DIALLING.2: the file says nothing, the table says \"TRANSITION FAILED\"");
  }

  @Test
  void theFirstLineOfACellWhoseConditionHoldsDecides() {
    WrittenDecisions written = WrittenDecisions.of(FILE);
    assertThat(written.lines()).hasSize(FILE.size() - 2);
    assertThat(written.first("LOST", "DIALLING", "retry left"::equals))
        .map(WrittenDecision::targetState)
        .contains("DIALLING");
    assertThat(written.first("LOST", "DIALLING", condition -> false))
        .map(WrittenDecision::targetState)
        .contains("FAILED");
    assertThat(written.first("LOST", "IDLE", condition -> false))
        .map(WrittenDecision::targetState)
        .contains("IDLE");
    assertThat(written.first("CLOSED", "IDLE", condition -> true)).isEmpty();
  }

  @Test
  void whatIsNoSuchFileIsRefusedWithTheLine() {
    assertRefused(List.of(), "expected the head: " + WrittenDecisions.HEAD);
    assertRefused(
        List.of(WrittenDecisions.HEAD, "a\tb"),
        "line 2: expected the columns " + WrittenDecisions.HEAD);
    assertRefused(
        List.of(WrittenDecisions.HEAD, "#", "A.B.1\tB\tfirst\t\tIGNORED\t"),
        "line 3: expected an order and an outcome");
    assertRefused(
        List.of(WrittenDecisions.HEAD, "A.B.1\tB\t1\t\tNOTHING\t"),
        "line 2: expected an order and an outcome");
  }

  private static void assertRefused(List<String> file, String message) {
    assertThatThrownBy(() -> WrittenDecisions.of(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
