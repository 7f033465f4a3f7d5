package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.FlowExplorer.causes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.check.Counterexample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Plants a defect in the table against each kind of property of {@code docs/specification.md}. The
 * check for that kind must find the defect and show a shortest path to it.
 */
class PlantedDefectsTest {
  private static final int MOST = 300_000;

  @Test
  void completenessCheckRejectsAStateAndEventWithoutADefaultRow() {
    List<Row<Substate, EventKind, Guard, Action>> rows = new ArrayList<>(VoiceFlow.TABLE.rows());
    rows.removeIf(row -> row.id().equals("B12.ASU.3"));
    assertThatThrownBy(() -> Rules.table(rows))
        .hasMessage(
            "row B12.ASU.2: the last row of B12 in Join, and only the last row, must have no guard");
    rows.removeIf(row -> row.id().startsWith("B12.ASU."));
    assertThatThrownBy(() -> Rules.table(rows)).hasMessage("no row for B12 in Join");
  }

  @Test
  void completenessCheckFindsARowThatIsNeverTaken() {
    List<Row<Substate, EventKind, Guard, Action>> rows = new ArrayList<>(VoiceFlow.TABLE.rows());
    Collections.swap(rows, placeOf("B10.BO.1", rows), placeOf("B10.BO.2", rows));
    Rules planted = Rules.of(Rules.table(rows));
    assertThatThrownBy(
            () ->
                RulesUnderTest.runWith(
                    planted,
                    () ->
                        new RowsVisitedTest()
                            .everyRowIsTakenBySomeInputUnlessItIsListedAsNeverTaken()))
        .hasMessageContainingAll("rows that no input has taken", "[\"B10.BO.1\"]");
  }

  @Test
  void safetyCheckFindsAudioWithoutAPathAndAKey() {
    Counterexample<ExploredEvent> found = explored("C4.ID.1 leads to ESTABLISHED");
    assertThat(found.what()).startsWith("P4: no path");
    assertThat(causes(found))
        .containsExactly(
            ModelEvent.JOIN,
            ModelEvent.VOICE_STATE,
            ModelEvent.SERVER_NEW_ENDPOINT,
            ModelEvent.SOCKET_OPEN,
            ModelEvent.READY);
  }

  @Test
  void resourceCheckFindsASocketThatIsClosedTwice() {
    Counterexample<ExploredEvent> found = explored("C2.ID.1 without RELEASE_SOCKET");
    assertThat(found.what()).startsWith("P16: not held: CloseSocket");
    assertThat(causes(found))
        .containsExactly(
            ModelEvent.JOIN,
            ModelEvent.VOICE_STATE,
            ModelEvent.SERVER_NEW_ENDPOINT,
            ModelEvent.DIAL_FAILED);
  }

  @Test
  void livenessCheckFindsABackoffThatNeverEnds() {
    Counterexample<ExploredEvent> found = explored("E11.BO.5 guard negated");
    assertThat(found.what()).startsWith("P19: a silent world: the machine gets stuck in BACKOFF");
    assertThat(causes(found))
        .containsExactly(
            ModelEvent.JOIN,
            ModelEvent.VOICE_STATE,
            ModelEvent.SERVER_NEW_ENDPOINT,
            ModelEvent.SOCKET_OPEN,
            ModelEvent.DESCRIBED,
            ModelEvent.BACKOFF_FIRES);
  }

  @Test
  @Tag("P26")
  void decisionCheckFindsAJoinWithoutADeadline() {
    Counterexample<ExploredEvent> found =
        explored(ModelWorld.REQUESTS, "A1.IDLE.1 without AWAIT_JOIN");
    assertThat(found.what()).startsWith("P26: a future without a deadline");
    assertThat(causes(found)).containsExactly(ModelEvent.JOIN);
  }

  @Test
  @Tag("P27")
  void boundCheckFindsAMainGatewayThatRenewsTheRoundForEver() {
    Counterexample<ExploredEvent> found = explored(ModelWorld.REQUESTS, "B11.ASU.4 removed");
    assertThat(found.what()).startsWith("P27: too many op 4");
    assertThat(causes(found))
        .containsExactly(
            ModelEvent.JOIN, ModelEvent.MAIN_NEW, ModelEvent.MAIN_NEW, ModelEvent.MAIN_NEW);
  }

  @Test
  @Tag("P28")
  void newcomerCheckFindsAConnectionThatDefendsItsChannel() {
    Counterexample<ExploredEvent> found = explored(ModelWorld.DISCORD, "B3.RD.1 removed");
    assertThat(found.what()).startsWith("P28: wrong reaction to the session of another process");
    assertThat(causes(found))
        .containsExactly(
            ModelEvent.JOIN,
            ModelEvent.VOICE_STATE,
            ModelEvent.SERVER_NEW_ENDPOINT,
            ModelEvent.SOCKET_OPEN,
            ModelEvent.READY,
            ModelEvent.VOICE_STATE_NEW_SESSION);
  }

  @Test
  @Tag("P29")
  void requestCheckFindsAPendingMoveThatEndsWithItsOldChannel() {
    Counterexample<ExploredEvent> found = explored(ModelWorld.MOVES, "B13.ES.4 removed");
    assertThat(found.what()).startsWith("P29: an event of the time before the request ends it");
    assertThat(causes(found))
        .containsExactly(
            ModelEvent.JOIN,
            ModelEvent.VOICE_STATE,
            ModelEvent.SERVER_NEW_ENDPOINT,
            ModelEvent.SOCKET_OPEN,
            ModelEvent.READY,
            ModelEvent.UDP_READY,
            ModelEvent.DISCOVERED,
            ModelEvent.DESCRIBED,
            ModelEvent.MOVE,
            ModelEvent.CHANNEL_GONE);
  }

  @Test
  @Tag("P30")
  void ghostCheckFindsAnEndWithoutALeaveWhileTheMainGatewayIsAway() {
    VoiceFlow flow = new VoiceFlow(ModelWorld.MAIN_GATEWAY.limits());
    Counterexample<ExploredEvent> found =
        explored(
            ModelWorld.MAIN_GATEWAY,
            (before, event) -> {
              FlowDecision decision = flow.decide(before, event);
              return decision.to().isTerminal() && !before.memory().mainUp()
                  ? withoutLeave(decision)
                  : decision;
            });
    assertThat(found.what()).contains("P30: the end leaves a ghost");
    assertThat(causes(found))
        .containsExactly(ModelEvent.JOIN, ModelEvent.MAIN_LOST, ModelEvent.DISCONNECT);
  }

  private static FlowDecision withoutLeave(FlowDecision decision) {
    return new FlowDecision(
        decision.event(),
        decision.row(),
        decision.before(),
        decision.after(),
        decision.effects().stream()
            .filter(effect -> !(effect instanceof Effect.SendVoiceState))
            .toList());
  }

  @Test
  void anyOrderCheckFindsAMoveThatIsMistakenForAKick() {
    assertThatThrownBy(
            () ->
                new PlantedDefect("B4.ASU.6 removed")
                    .inTheCore(
                        () ->
                            new AnyOrderTest()
                                .movedBotIsConnectedInTheNewChannel(Stage.ESTABLISHED)))
        .hasMessageStartingWith("[[closed 4014, moved, server] with gaps of [3000, 3000] ms: ");
  }

  private static Counterexample<ExploredEvent> explored(String mutant) {
    return explored(ModelWorld.CALM, mutant);
  }

  private static Counterexample<ExploredEvent> explored(ModelWorld world, String mutant) {
    Rules planted = new PlantedDefect(mutant).rules();
    FlowLimits limits = world.limits();
    return explored(world, (before, event) -> planted.decide(limits, before, event));
  }

  private static Counterexample<ExploredEvent> explored(
      ModelWorld world, FlowExplorer.Rules planted) {
    return new FlowExplorer(world, planted).explore(MOST).counterexample().orElseThrow();
  }

  private static int placeOf(String id, List<Row<Substate, EventKind, Guard, Action>> rows) {
    return rows.indexOf(VoiceFlow.TABLE.row(id).orElseThrow());
  }
}
