package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.check.WrittenDecision;
import dev.antiphon.machine.check.WrittenDecisions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Compares the table with {@code flow-decisions.tsv}. That file is written by hand from the
 * specification, without looking at the rows. A mistake on either side shows as a difference.
 */
class DecisionsTest {
  private final WrittenDecisions file = FlowDecisionsFile.read();

  @Test
  void transitionTableMatchesTheHandWrittenDecisions() {
    List<String> differences = file.differences(RulesUnderTest.current().table());
    assertThat(differences)
        .withFailMessage(
            () ->
                differences.size()
                    + " rows differ from flow-decisions.tsv; correct the table or the file:\n"
                    + String.join("\n", differences))
        .isEmpty();
  }

  @Test
  void handWrittenFileContainsEachPairOfStateAndEventOnceInTableOrder() {
    assertThat(file.lines())
        .filteredOn(line -> line.order() == 1)
        .extracting(WrittenDecision::cell)
        .containsExactlyElementsOf(cells());
  }

  @Test
  void linesForAStateAndAnEventAreConsecutiveAndOnlyTheLastHasNoCondition() {
    List<WrittenDecision> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      WrittenDecision here = lines.get(i);
      boolean last = i == lines.size() - 1 || lines.get(i + 1).order() == 1;
      assertThat(here.condition().isEmpty()).as("%s has no condition", here.row()).isEqualTo(last);
      assertThat(here.cell()).as(here.row()).endsWith("." + here.state());
      if (here.order() > 1) {
        assertThat(lines.get(i - 1).row())
            .as("line before %s", here.row())
            .isEqualTo(here.cell() + "." + (here.order() - 1));
      }
    }
  }

  private static List<String> cells() {
    List<String> cells = new ArrayList<>();
    for (EventKind kind : EventKind.values()) {
      for (VoiceState state : VoiceState.values()) {
        cells.add(kind.line() + "." + state.code());
      }
    }
    return cells;
  }
}
