package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.TableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DaveTableTest {
  private static final Table<DaveState, DaveEventKind, DaveGuard, DaveAction> TABLE =
      DaveTable.SESSION;

  @Test
  void everyStateHasARowForEveryKindOfEvent() {
    for (DaveState state : DaveState.values()) {
      for (DaveEventKind kind : DaveEventKind.values()) {
        List<Row<DaveState, DaveEventKind, DaveGuard, DaveAction>> cell = TABLE.cell(state, kind);
        int last = cell.size() - 1;
        assertThat(cell.subList(0, last)).allMatch(row -> row.guard().isPresent());
        assertThat(cell.get(last).guard()).as(cell.get(last).id()).isEmpty();
      }
    }
  }

  @Test
  void tableWithAMissingRowIsRefused() {
    List<Row<DaveState, DaveEventKind, DaveGuard, DaveAction>> rows = new ArrayList<>(TABLE.rows());
    Row<DaveState, DaveEventKind, DaveGuard, DaveAction> removed = rows.remove(rows.size() - 1);
    assertThatThrownBy(() -> Table.of(TABLE.states(), TABLE.kinds(), rows))
        .isInstanceOf(TableException.class)
        .hasMessageContaining(removed.event().line() + " in " + removed.firstFrom().title());
  }

  @Test
  void rowIdContainsTheEventTheStateAndThePositionOfTheRow() {
    Set<String> seen = new HashSet<>();
    for (Row<DaveState, DaveEventKind, DaveGuard, DaveAction> row : TABLE.rows()) {
      List<Row<DaveState, DaveEventKind, DaveGuard, DaveAction>> cell =
          TABLE.cell(row.firstFrom(), row.event());
      assertThat(row.id())
          .isEqualTo(
              row.event().line() + "." + row.firstFrom().code() + "." + (1 + cell.indexOf(row)));
      assertThat(seen.add(row.id())).as("%s is unique", row.id()).isTrue();
    }
  }

  @Test
  void ignoredAndRefusedRowsHaveNoActionsAndIgnoredRowsHaveANote() {
    for (Row<DaveState, DaveEventKind, DaveGuard, DaveAction> row : TABLE.rows()) {
      boolean idle = row.outcome() == Outcome.IGNORED || row.outcome() == Outcome.REFUSED;
      assertThat(row.actions().isEmpty()).as(row.id()).isEqualTo(idle);
      assertThat(row.note().isEmpty()).as(row.id()).isEqualTo(row.outcome() != Outcome.IGNORED);
      if (!row.changesState()) {
        assertThat(row.to()).as(row.id()).isEmpty();
      }
    }
  }

  @Test
  void keyPackageIsSentInTheSameStepAsTheReportOfAnInvalidCommit() {
    assertThat(TABLE.rows())
        .filteredOn(row -> row.actions().contains(DaveAction.SEND_INVALID))
        .isNotEmpty()
        .allMatch(row -> row.actions().contains(DaveAction.SEND_KEY_PACKAGE))
        .allMatch(row -> row.to().equals(Optional.of(DaveState.PENDING)));
  }

  @Test
  void epochIsEnteredOnlyOnACommitOrAWelcome() {
    assertThat(TABLE.rows())
        .filteredOn(row -> row.actions().contains(DaveAction.ENTER_EPOCH))
        .allMatch(row -> row.to().equals(Optional.of(DaveState.ACTIVE)))
        .extracting(Row::event)
        .containsOnly(
            DaveEventKind.COMMIT_OWN, DaveEventKind.COMMIT_APPLIES, DaveEventKind.WELCOME_VALID);
  }
}
