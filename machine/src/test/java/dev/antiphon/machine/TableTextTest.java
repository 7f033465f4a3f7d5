package dev.antiphon.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.machine.Phone.Do;
import dev.antiphon.machine.Phone.If;
import dev.antiphon.machine.Phone.What;
import dev.antiphon.machine.Phone.Where;
import org.junit.jupiter.api.Test;

/** Tests of the Markdown text of a table. */
class TableTextTest {
  private final TableText<Where, What, If, Do> text = new TableText<>(Phone.table());

  @Test
  void legendContainsTheCodeAndTheNameOfEachState() {
    assertThat(text.legend()).isEqualTo("States: `ID` Idle, `RI` Ringing, `TA` Talking.");
  }

  @Test
  void overviewContainsTheOutcomesForEachStateAndEvent() {
    assertThat(text.overview(What::line))
        .containsExactly(
            "| | event | ID | RI | TA |",
            "|---|---|---|---|---|",
            "| P1 | a call | →RI | I R | V |",
            "| P2 | lifted | I | →TA | – |");
  }

  @Test
  void textOfAnEventContainsAllRowsOfTheEvent() {
    assertThat(text.line(What.CALL))
        .containsExactly(
            "| in | when | then | doing |",
            "|---|---|---|---|",
            "| ID | it is night | → **Ringing** (softly) | note the caller |",
            "|  |  | → **Ringing** (loudly) | note the caller |",
            "| RI | in softly: the caller is known | stays (loudly) |  |",
            "|  |  | refused: it rings already |  |",
            "| TA |  | violation |  |");
    assertThat(text.line(What.LIFT))
        .endsWith(
            "| ID |  | stays: somebody may dial |  |",
            "| RI |  | → **Talking** | connect, note the caller |",
            "| TA |  | ignored: it is lifted already |  |");
  }

  @Test
  void statesWithEqualRowsAreWrittenOnOneLine() {
    Table<Where, What, If, Do> quiet =
        Phone.writer().on(What.CALL).everywhere().stay().on(What.LIFT).everywhere().stay().table();
    assertThat(new TableText<>(quiet).line(What.CALL)).endsWith("| ID, RI, TA |  | stays |  |");
  }
}
