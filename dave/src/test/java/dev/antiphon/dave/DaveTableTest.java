package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DaveTableTest {
  private static final DaveTable TABLE = DaveTable.SESSION;

  @Test
  void everyStateDecidesEveryKindOfEvent() {
    for (DaveState state : DaveState.values()) {
      for (DaveEventKind kind : DaveEventKind.values()) {
        List<DaveRow> cell = TABLE.cell(state, kind);
        int last = cell.size() - 1;
        assertThat(cell.subList(0, last)).allMatch(row -> row.guard().isPresent());
        assertThat(cell.get(last).guard()).as(cell.get(last).id()).isEmpty();
      }
    }
  }

  @Test
  void aTableWithAHoleIsNone() {
    List<DaveRow> rows = new ArrayList<>(TABLE.rows());
    DaveRow removed = rows.remove(rows.size() - 1);
    assertThatThrownBy(() -> DaveTable.of(rows))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(removed.event().line() + "." + removed.from().code());
  }

  @Test
  void aRowIsFoundInTheCellThatItsIdNames() {
    Set<String> seen = new HashSet<>();
    for (DaveRow row : TABLE.rows()) {
      List<DaveRow> cell = TABLE.cell(row.from(), row.event());
      assertThat(row.id())
          .isEqualTo(row.event().line() + "." + row.from().code() + "." + (1 + cell.indexOf(row)));
      assertThat(seen.add(row.id())).as("%s is unique", row.id()).isTrue();
    }
  }

  @Test
  void whatIsIgnoredOrRefusedDoesNothingAndWhatIsIgnoredSaysWhy() {
    for (DaveRow row : TABLE.rows()) {
      boolean idle =
          row.outcome() == DaveRow.Outcome.IGNORED || row.outcome() == DaveRow.Outcome.REFUSED;
      assertThat(row.actions().isEmpty()).as(row.id()).isEqualTo(idle);
      assertThat(row.note().isEmpty())
          .as(row.id())
          .isEqualTo(row.outcome() != DaveRow.Outcome.IGNORED);
      if (!row.changesState()) {
        assertThat(row.to()).as(row.id()).isEqualTo(row.from());
      }
    }
  }

  @Test
  void whoTellsThatItIsLostBeginsAnewInTheSameStep() {
    assertThat(TABLE.rows())
        .filteredOn(row -> row.actions().contains(DaveAction.SEND_INVALID))
        .isNotEmpty()
        .allMatch(row -> row.actions().contains(DaveAction.BEGIN_GROUP))
        .allMatch(row -> row.to() == DaveState.PENDING);
  }

  @Test
  void aMemberBecomesActiveByACommitOrAWelcomeAlone() {
    assertThat(TABLE.rows())
        .filteredOn(row -> row.actions().contains(DaveAction.ENTER_EPOCH))
        .allMatch(row -> row.to() == DaveState.ACTIVE)
        .extracting(DaveRow::event)
        .containsOnly(
            DaveEventKind.COMMIT_OWN, DaveEventKind.COMMIT_APPLIES, DaveEventKind.WELCOME_VALID);
  }
}
