package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A slip in the table against each kind of property of {@code docs/specification.md} is caught by
 * the check that is meant for its kind, and shown by a shortest way to it.
 */
class PlantedDefectsTest {
  private static final ModelWorld WORLD = ModelWorld.CALM;
  private static final int MOST = 100_000;

  @Test
  void totalityACellThatLeavesSomethingUndecidedMakesNoTable() {
    List<Row> rows = new ArrayList<>(VoiceFlow.TABLE.rows());
    rows.removeIf(row -> row.id().equals("B12.ASU.3"));
    assertThatThrownBy(() -> Table.of(rows))
        .hasMessage("row B12.ASU.2: the last row of a cell, and only it, has no guard");
    rows.removeIf(row -> row.id().startsWith("B12.ASU."));
    assertThatThrownBy(() -> Table.of(rows)).hasMessage("no row for B12.ASU");
  }

  @Test
  void totalityARowBehindOneThatIsTakenInItsPlaceIsNeverTaken() {
    List<Row> rows = new ArrayList<>(VoiceFlow.TABLE.rows());
    Collections.swap(rows, placeOf("E11.BO.1", rows), placeOf("E11.BO.3", rows));
    Rules planted = Rules.of(Table.of(rows));
    assertThatThrownBy(
            () ->
                RulesUnderTest.replacedBy(
                    planted,
                    () -> new RowsVisitedTest().everyRowIsTakenBySomeInputUnlessItIsListedHere()))
        .hasMessageContainingAll("rows that no input has taken", "[\"E11.BO.1\", \"E11.BO.2\"]");
  }

  @Test
  void safetyAudioWithoutAPathAndAKeyIsFound() {
    Exploration.Counterexample found = explored("C4.ID.1 leads to ESTABLISHED");
    assertThat(found.what()).startsWith("P4: no path");
    assertThat(found.events())
        .containsExactly(
            ".on(ModelEvent.JOIN)",
            ".on(ModelEvent.VOICE_STATE)",
            ".on(ModelEvent.SERVER_NEW_ENDPOINT)",
            ".on(ModelEvent.SOCKET_OPEN)",
            ".on(ModelEvent.READY)");
  }

  @Test
  void resourcesASocketThatIsClosedTwiceIsFound() {
    Exploration.Counterexample found = explored("C2.ID.1 without RELEASE_SOCKET");
    assertThat(found.what()).startsWith("P16: not held, CloseSocket");
    assertThat(found.events())
        .containsExactly(
            ".on(ModelEvent.JOIN)",
            ".on(ModelEvent.VOICE_STATE)",
            ".on(ModelEvent.SERVER_NEW_ENDPOINT)",
            ".on(ModelEvent.DIAL_FAILED)");
  }

  @Test
  void livenessAWaitThatIsNeverOverIsFound() {
    Exploration.Counterexample found = explored("E11.BO.5 guard negated");
    assertThat(found.what()).startsWith("P19: a silent world stays in BACKOFF");
    assertThat(found.events())
        .containsExactly(
            ".on(ModelEvent.JOIN)",
            ".on(ModelEvent.VOICE_STATE)",
            ".on(ModelEvent.SERVER_NEW_ENDPOINT)");
  }

  @Test
  void confluenceAMoveThatIsTakenForAKickWhenItComesAfterTheCloseIsFound() {
    assertThatThrownBy(
            () ->
                new PlantedDefect("B4.ASU.5 removed")
                    .inTheCore(
                        () ->
                            new AnyOrderTest()
                                .aBotThatIsMovedIsInTheOtherChannel(Stage.ESTABLISHED)))
        .hasMessageStartingWith("[[closed 4014, moved, server] with gaps of [3000, 3000] ms: ");
  }

  private static Exploration.Counterexample explored(String mutant) {
    Rules planted = new PlantedDefect(mutant).rules();
    FlowLimits limits = WORLD.limits();
    return new Explorer(
            limits,
            WORLD.events(),
            (state, memory, event) -> planted.decide(limits, state, memory, event))
        .explore(MOST)
        .counterexample()
        .orElseThrow();
  }

  private static int placeOf(String id, List<Row> rows) {
    return rows.indexOf(VoiceFlow.TABLE.row(id).orElseThrow());
  }
}
