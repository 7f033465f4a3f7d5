package dev.antiphon.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.machine.Phone.Do;
import dev.antiphon.machine.Phone.If;
import dev.antiphon.machine.Phone.What;
import dev.antiphon.machine.Phone.Where;
import dev.antiphon.machine.Phone.Whole;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** The writer builds rows. It rejects invalid calls with a message that names the line. */
class TableWriterTest {
  private final TableWriter.Plain<Where, What, If, Do> writer = Phone.writer();

  @Test
  void rowsAreBuiltFromTheCallsOfTheWriter() {
    assertThat(Phone.table().rows())
        .extracting(Row::id, Row::named, Row::guard, Row::outcome, Row::to, Row::actions, Row::note)
        .containsExactly(
            row("P1.ID.1", Where.IDLE, If.NIGHT, Outcome.TRANSITION, Where.SOFT, "", Do.NOTE),
            row("P1.ID.2", Where.IDLE, null, Outcome.TRANSITION, Where.LOUD, "", Do.NOTE),
            row("P2.ID.1", Where.IDLE, null, Outcome.INTERNAL, null, "somebody may dial"),
            row("P1.RI.1", Where.SOFT, If.KNOWN, Outcome.INTERNAL, Where.LOUD, ""),
            row("P1.RI.2", Whole.RINGING, null, Outcome.REFUSED, null, "it rings already"),
            row(
                "P2.RI.1",
                Whole.RINGING,
                null,
                Outcome.TRANSITION,
                Where.TALKING,
                "",
                Do.CONNECT,
                Do.NOTE),
            row("P1.TA.1", Where.TALKING, null, Outcome.VIOLATION, null, ""),
            row("P2.TA.1", Where.TALKING, null, Outcome.IGNORED, null, "it is lifted already"));
  }

  @Test
  void rowForAStateDoesNotApplyToSubstatesWithTheirOwnUnguardedRow() {
    writer.on(What.CALL).in(Where.SOFT).stay().in(Whole.RINGING).ignore("loud").in(Where.IDLE);
    Table<Where, What, If, Do> table =
        writer.stay().elsewhere().stay().on(What.LIFT).everywhere().stay().table();
    assertThat(table.row("P1.RI.2").orElseThrow().from()).containsExactly(Where.LOUD);
    assertThat(table.row("P2.RI.1").orElseThrow().from()).containsExactly(Where.SOFT, Where.LOUD);
  }

  @Test
  void elsewhereSkipsStatesThatHaveAGuardedRow() {
    writer.on(What.LIFT).everywhere().stay();
    writer.on(What.CALL).in(Where.SOFT).when(If.NIGHT).stay().elsewhere().stay();
    assertThatThrownBy(writer::table)
        .isInstanceOf(TableException.class)
        .hasMessageStartingWith("row P1.RI.1: the last row of P1 in softly");
  }

  @Test
  void everywhereIncludesStatesWhoseRowsAllHaveAGuard() {
    writer.on(What.CALL).in(Where.SOFT).when(If.NIGHT).stay().everywhere().ignore("");
    Table<Where, What, If, Do> table = writer.on(What.LIFT).everywhere().stay().table();
    assertThat(table.cell(Where.SOFT, What.CALL))
        .extracting(Row::id)
        .containsExactly("P1.RI.1", "P1.RI.2");
  }

  @Test
  void secondUnguardedRowForAStateIsRejected() {
    assertRefused(
        () -> writer.on(What.CALL).in(Whole.RINGING).stay().in(Where.SOFT),
        "line P1: softly already has a row without a guard, or is not in the table");
  }

  @Test
  void stayAsRejectsASubstateOfAnotherState() {
    assertRefused(
        () -> writer.on(What.CALL).in(Where.IDLE, Where.SOFT).stayAs(Where.LOUD),
        "line P1: loudly is not a substate of Idle");
  }

  @Test
  void rowIsRejectedWhenItsEventOrItsStateIsMissing() {
    assertRefused(() -> writer.in(Where.IDLE), "set the event first, with on");
    assertRefused(
        writer.on(What.LIFT)::stay,
        "line P2: set the states first, with in, elsewhere or everywhere");
  }

  @Test
  void actionsAreRejectedWhenTheOutcomeOfTheRowIsNotSet() {
    String message =
        "line P1: set the outcome of the event first, for example with goTo or stay, and then the"
            + " actions";
    assertRefused(() -> writer.on(What.CALL).in(Where.IDLE).doing(Do.NOTE), message);
    assertRefused(() -> writer.when(If.NIGHT).stay().when(If.KNOWN).doing(Do.NOTE), message);
    assertRefused(() -> writer.otherwise().doing(List.of(Do.NOTE)), message);
    assertRefused(() -> writer.stay().in(Where.TALKING).doing(Do.NOTE), message);
    assertRefused(() -> writer.stay().on(What.LIFT).doing(Do.NOTE), message.replace("P1", "P2"));
  }

  private static void assertRefused(ThrowingCallable sentence, String message) {
    assertThatThrownBy(sentence).isInstanceOf(TableException.class).hasMessage(message);
  }

  private static Tuple row(
      String id, State named, If guard, Outcome outcome, Where to, String note, Do... actions) {
    return Tuple.tuple(
        id,
        List.of(named),
        Optional.ofNullable(guard),
        outcome,
        Optional.ofNullable(to),
        List.of(actions),
        note);
  }
}
