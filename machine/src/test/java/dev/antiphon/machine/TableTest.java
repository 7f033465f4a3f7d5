package dev.antiphon.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.machine.Phone.Do;
import dev.antiphon.machine.Phone.If;
import dev.antiphon.machine.Phone.What;
import dev.antiphon.machine.Phone.Where;
import dev.antiphon.machine.Phone.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A table chooses rows and rejects invalid rows. */
class TableTest {
  private final Table<Where, What, If, Do> table = Phone.table();

  @Test
  void chooseReturnsTheFirstRowWhoseGuardIsTrueOrMissing() {
    assertThat(table.choose(Where.IDLE, What.CALL, If.NIGHT::equals).id()).isEqualTo("P1.ID.1");
    assertThat(table.choose(Where.IDLE, What.CALL, If.KNOWN::equals).id()).isEqualTo("P1.ID.2");
    assertThat(table.choose(Where.SOFT, What.CALL, If.KNOWN::equals).id()).isEqualTo("P1.RI.1");
    assertThat(table.choose(Where.LOUD, What.CALL, If.KNOWN::equals).id()).isEqualTo("P1.RI.2");
  }

  @Test
  void statesAndSubstatesOfTheTableAreReturned() {
    assertThat(table.states()).containsExactly(Where.values());
    assertThat(table.superstates()).containsExactly(Where.IDLE, Whole.RINGING, Where.TALKING);
    assertThat(table.kinds()).containsExactly(What.values());
    assertThat(table.rows(Whole.RINGING, What.CALL))
        .extracting(Row::id)
        .containsExactly("P1.RI.1", "P1.RI.2");
    assertThat(table.row("P1.RI.1").orElseThrow().superstate()).isEqualTo(Whole.RINGING);
    assertThat(table.row("P9.RI.1")).isEmpty();
  }

  @Test
  void tableIsRejectedWhenTheLastRowForAnEventHasAGuardOrAnEarlierRowHasNoGuard() {
    assertRejected(
        rows -> rows.removeIf(row -> row.id().equals("P1.TA.1")), "no row for P1 in Talking");
    assertRejected(
        rows -> rows.removeIf(row -> row.id().equals("P1.ID.2")),
        "row P1.ID.1: the last row of P1 in Idle, and only the last row, must have no guard");
    assertRejected(
        rows -> change(rows, "P1.ID.1", row -> row.withGuard(Optional.empty())),
        "row P1.ID.1: the last row of P1 in Idle, and only the last row, must have no guard");
  }

  @Test
  void tableIsRejectedWhenARowHasAnInvalidIdOrStateOrEvent() {
    assertRejected(rows -> rows.add(rows.get(0)), "two rows have the id P1.ID.1");
    assertRejected(
        rows -> change(rows, "P2.RI.1", row -> row.withFrom(Set.of(Where.SOFT, Where.IDLE))),
        "row P2.RI.1 is tried in substates of two states; write one row for each state");
    List<Row<Where, What, If, Do>> rows = table.rows();
    assertThatThrownBy(() -> Table.of(List.of(Where.IDLE), Phone.EVENTS, rows))
        .isInstanceOf(TableException.class)
        .hasMessage(
            "row P1.ID.1 names a state that is not in the table, or a state with substates");
    assertThatThrownBy(() -> Table.of(Phone.STATES, List.of(What.CALL), rows))
        .isInstanceOf(TableException.class)
        .hasMessage("row P2.ID.1 names an event that is not in the table");
  }

  @Test
  void tableWithADuplicateStateOrADuplicateEventNumberIsRejected() {
    List<Where> twice = List.of(Where.IDLE, Where.IDLE);
    assertThatThrownBy(() -> Table.of(twice, Phone.EVENTS, table.rows()))
        .isInstanceOf(TableException.class)
        .hasMessage("the state Idle is listed twice");
    List<What> lines = List.of(What.LIFT, What.LIFT);
    assertThatThrownBy(() -> Table.of(Phone.STATES, lines, table.rows()))
        .isInstanceOf(TableException.class)
        .hasMessage("two kinds of events have the line P2");
  }

  @Test
  void lookupFailsForAStateOrAnEventThatIsNotInTheTable() {
    Table<Where, What, If, Do> small =
        TableWriter.<Where, What, If, Do>table(List.of(Where.IDLE), List.of(What.CALL))
            .on(What.CALL)
            .everywhere()
            .stay()
            .table();
    assertThatThrownBy(() -> small.choose(Where.LOUD, What.CALL, guard -> true))
        .isInstanceOf(TableException.class)
        .hasMessage("the table has no cell for P1 in loudly");
    assertThatThrownBy(() -> small.cell(Where.IDLE, What.LIFT))
        .isInstanceOf(TableException.class)
        .hasMessage("the table has no cell for P2 in Idle");
  }

  private void assertRejected(Consumer<List<Row<Where, What, If, Do>>> damage, String message) {
    List<Row<Where, What, If, Do>> rows = new ArrayList<>(table.rows());
    damage.accept(rows);
    assertThatThrownBy(() -> Table.of(Phone.STATES, Phone.EVENTS, rows))
        .isInstanceOf(TableException.class)
        .hasMessage(message);
  }

  private static void change(
      List<Row<Where, What, If, Do>> rows,
      String id,
      UnaryOperator<Row<Where, What, If, Do>> change) {
    rows.replaceAll(row -> row.id().equals(id) ? change.apply(row) : row);
  }
}
