package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.machine.Row;
import dev.antiphon.machine.check.ReadmeExample.Action;
import dev.antiphon.machine.check.ReadmeExample.Event;
import dev.antiphon.machine.check.ReadmeExample.Guard;
import dev.antiphon.machine.check.ReadmeExample.Phase;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The selection of tests for a mutant, and the list of mutants that no test kills. */
class KillingTest {
  private static final List<Mutant<Phase, Event, Guard, Action>> MUTANTS =
      new Mutants<>(ReadmeExample.TABLE).all();

  @Test
  void testsThatTakeTheRowOfAMutantAreSelectedAndShorterTestsComeFirst() {
    RowCoverage<String> coverage = new RowCoverage<>();
    coverage.takeRow("LOST.DIALLING.1");
    coverage.readTable();
    coverage.beginTest("reads the table");
    coverage.readTable();
    coverage.beginTest("long");
    coverage.takeRow("DIAL.IDLE.1");
    coverage.takeRow("LOST.DIALLING.1");
    coverage.beginTest("short");
    coverage.takeRow("LOST.DIALLING.1");
    coverage.beginTest("another");
    coverage.takeRow("LOST.DIALLING.2");
    coverage.takeRow("LOST.DIALLING.2");
    coverage.takeRow("LOST.DIALLING.2");
    assertThat(coverage.tests())
        .extracting(RowCoverage.CoveredTest::test)
        .containsExactly("short", "long", "another", "reads the table");
    assertThat(coverage.tests())
        .filteredOn(covered -> covered.meets(mutant("LOST.DIALLING.1 without COUNT_RETRY")))
        .extracting(RowCoverage.CoveredTest::test)
        .containsExactly("short", "long", "reads the table");
    assertThat(coverage.tests())
        .filteredOn(covered -> covered.meets(mutant("LOST.DIALLING.1 guard negated")))
        .hasSize(4);
    assertThat(coverage.tests().get(1).steps()).isEqualTo(2);
    assertThat(coverage.tests().get(3).readsTable()).isTrue();
  }

  @Test
  void mutantContainsTheDescriptionOfItsDefect() {
    Mutant<Phase, Event, Guard, Action> negated = mutant("LOST.DIALLING.1 guard negated");
    assertThat(negated.kind()).isEqualTo(MutationKind.GUARD);
    assertThat(negated.what()).isEqualTo("guard negated");
    assertThat(negated.row().id()).isEqualTo("LOST.DIALLING.1");
    assertThat(negated.rows()).isEqualTo(Set.of("LOST.DIALLING.1", "LOST.DIALLING.2"));
    assertThat(negated).hasToString("LOST.DIALLING.1 guard negated");
  }

  @Test
  void targetMutantsLeadToTheGivenTargets() {
    assertThat(new Mutants<>(ReadmeExample.TABLE, row -> List.of(Phase.FAILED)).all())
        .filteredOn(mutant -> mutant.kind() == MutationKind.TARGET)
        .extracting(Mutant::id)
        .containsExactly(
            "DIAL.IDLE.1 leads to FAILED",
            "OPENED.DIALLING.1 leads to FAILED",
            "LOST.DIALLING.1 leads to FAILED",
            "LOST.DIALLING.2 leads to FAILED",
            "LOST.CONNECTED.1 leads to FAILED",
            "LOST.CONNECTED.2 leads to FAILED");
  }

  @Test
  void everyContradictionToTheListOfEquivalentMutantsIsReported() {
    EquivalentMutants listed =
        EquivalentMutants.read(
            List.of("mutant\treason", "A1 removed\tno effect", "A2 removed\tsame result"));
    assertThat(listed.reasons()).containsEntry("A2 removed", "same result").hasSize(2);
    List<String> tried = List.of("A1 removed", "A2 removed", "A3 removed");
    assertThat(listed.complaints(tried, List.of("A2 removed", "A1 removed"))).isEmpty();
    assertThat(listed.complaints(tried, List.of("A3 removed", "A2 removed")))
        .containsExactly(
            "no test kills A3 removed: write a test, or list the mutant with the reason",
            "listed as equivalent, but killed: A1 removed");
    assertThat(listed.complaints(List.of("A3 removed"), List.of())).isEmpty();
    assertThat(listed.unknown(List.of("A1 removed"))).containsExactly("A2 removed");
  }

  @Test
  void listOfEquivalentMutantsIsRejectedWhenAReasonIsMissingOrAnEntryIsDuplicate() {
    assertThatThrownBy(() -> EquivalentMutants.read(List.of("mutant\treason", "A1 removed\t ")))
        .hasMessageContaining("expected a mutant, a tab and a reason, but found A1 removed");
    assertThatThrownBy(() -> EquivalentMutants.read(List.of("mutant\treason", "A1 removed")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EquivalentMutants.read(List.of("", "A1\tb", "A1\tc")))
        .hasMessage("listed twice: A1");
    assertThat(EquivalentMutants.read(List.of()).reasons()).isEmpty();
  }

  @Test
  void stepLimitThrowsWhenTheMachineTakesTooManySteps() {
    Function<Integer, Integer> limited = new StepLimit<>(number -> number + 1, 2);
    assertThat(limited.apply(limited.apply(0))).isEqualTo(2);
    assertThatThrownBy(() -> limited.apply(2))
        .isInstanceOf(AssertionError.class)
        .hasMessage("the machine takes far more steps than expected");
  }

  /** The properties of the README's machine detect each defect of its retry budget. */
  @Test
  void everyDefectOfTheRetryBudgetIsDetected() {
    assertThat(MUTANTS)
        .filteredOn(mutant -> mutant.row().id().startsWith("LOST.DIALLING"))
        .filteredOn(
            mutant -> mutant.kind() == MutationKind.ACTION || mutant.kind() == MutationKind.GUARD)
        .hasSize(2)
        .allSatisfy(
            mutant ->
                assertThat(
                        ReadmeExample.explorer(ReadmeExample.model().with(mutant))
                            .explore(1_000)
                            .counterexample())
                    .as(mutant.id())
                    .isPresent());
  }

  @Test
  void everyMutantChangesARowOfTheTable() {
    assertThat(MUTANTS)
        .extracting(mutant -> mutant.row().id())
        .isSubsetOf(ReadmeExample.TABLE.rows().stream().map(Row::id).toList());
  }

  private static Mutant<Phase, Event, Guard, Action> mutant(String id) {
    return new Mutants<>(ReadmeExample.TABLE).mutant(id).orElseThrow();
  }
}
