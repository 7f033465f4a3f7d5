package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table against {@code flow-decisions.tsv}, which was written by hand from the specification
 * and without a look at the rows: a slip on either side shows as a difference.
 */
class DecisionsTest {
  private static final String FILE = "/flow-decisions.tsv";
  private static final String HEADER = "row\tstate\torder\tguard\tclass\ttarget";
  private static final int COLUMNS = HEADER.split("\t").length;

  @Test
  void theTableDecidesAsWasWrittenDownByHand() throws IOException {
    Map<String, Alternative> written = byRow(file());
    Map<String, Alternative> built =
        byRow(RulesUnderTest.present().table().rows().stream().map(Alternative::of).toList());
    List<String> differences = differences(written, built);
    assertThat(differences)
        .withFailMessage(
            () -> differences.size() + " rows differ:\n" + String.join("\n", differences))
        .isEmpty();
  }

  @Test
  void everyCellIsWrittenDownOnceInTheOrderOfTheTable() throws IOException {
    assertThat(file())
        .filteredOn(alternative -> alternative.order() == 1)
        .extracting(Alternative::cell)
        .containsExactlyElementsOf(cells());
  }

  @Test
  void theAlternativesOfACellFollowOneAnotherAndTheLastAlwaysHolds() throws IOException {
    List<Alternative> file = file();
    for (int i = 0; i < file.size(); i++) {
      Alternative here = file.get(i);
      boolean last = i == file.size() - 1 || file.get(i + 1).order() == 1;
      assertThat(here.guard().isEmpty()).as("%s always holds", here.row()).isEqualTo(last);
      assertThat(here.cell()).as(here.row()).endsWith("." + here.state());
      if (here.order() > 1) {
        assertThat(file.get(i - 1).row())
            .as("what stands before %s", here.row())
            .isEqualTo(here.cell() + "." + (here.order() - 1));
      }
    }
  }

  /** What file and table say otherwise, in the order of the file. */
  private static List<String> differences(
      Map<String, Alternative> written, Map<String, Alternative> built) {
    List<String> differences = new ArrayList<>();
    for (String cell : cells()) {
      String row = cell + ".1";
      for (int order = 2; written.containsKey(row) || built.containsKey(row); order++) {
        String asWritten = said(written.get(row));
        String asBuilt = said(built.get(row));
        if (!asWritten.equals(asBuilt)) {
          differences.add(
              "%s: the file says %s, the table says %s".formatted(row, asWritten, asBuilt));
        }
        row = cell + "." + order;
      }
    }
    return differences;
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

  private static String said(Alternative alternative) {
    return alternative == null ? "nothing" : alternative.decision();
  }

  private static Map<String, Alternative> byRow(Collection<Alternative> alternatives) {
    Map<String, Alternative> byRow = new LinkedHashMap<>();
    for (Alternative alternative : alternatives) {
      assertThat(byRow.put(alternative.row(), alternative)).as(alternative.row()).isNull();
    }
    return byRow;
  }

  private static List<Alternative> file() throws IOException {
    try (InputStream in = DecisionsTest.class.getResourceAsStream(FILE)) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(lines.get(0)).isEqualTo(HEADER);
      return lines.stream()
          .skip(1)
          .filter(line -> !line.startsWith("#"))
          .map(Alternative::parse)
          .toList();
    }
  }

  /** One line of the file, or one row of the table as such a line. */
  private record Alternative(
      String row, String state, int order, String guard, String outcome, String target) {

    static Alternative parse(String line) {
      String[] fields = line.split("\t", -1);
      assertThat(fields).as(line).hasSize(COLUMNS);
      return new Alternative(
          fields[0], fields[1], Integer.parseInt(fields[2]), fields[3], fields[4], fields[5]);
    }

    static Alternative of(Row<Substate, EventKind, Guard, Action> row) {
      String state = row.changesState() ? FlowRows.to(row).code() : "";
      String reason = FlowRows.reason(row).map(why -> "(" + why.title() + ")").orElse("");
      String narrowed =
          row.isNarrowed()
              ? row.named().stream().map(State::title).collect(Collectors.joining(" or "))
              : "";
      String guard = row.guard().map(Guard::title).orElse("");
      return new Alternative(
          row.id(),
          FlowRows.from(row).code(),
          Integer.parseInt(row.id().substring(row.id().lastIndexOf('.') + 1)),
          narrowed + (narrowed.isEmpty() || guard.isEmpty() ? "" : ": ") + guard,
          row.outcome().name(),
          (state + " " + reason).strip());
    }

    String cell() {
      return row.substring(0, row.lastIndexOf('.'));
    }

    String decision() {
      String condition = guard.isEmpty() ? "" : "when " + guard + ": ";
      return '"' + (condition + outcome + " " + target).strip() + '"';
    }
  }
}
