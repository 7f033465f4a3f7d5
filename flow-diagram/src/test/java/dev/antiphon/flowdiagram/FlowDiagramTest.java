package dev.antiphon.flowdiagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.DiagramTransition;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.internal.flow.Action;
import dev.antiphon.internal.flow.FlowRows;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowDiagramTest {
  private static final int NAMES = 3;

  @Test
  void happyPathContainsTheStatesOfAFirstJoinInOrder() {
    assertThat(arrows(FlowDiagram.outline(FlowView.HAPPY, NAMES)))
        .containsExactly(
            "initial: Idle → Idle: ",
            "Idle → AwaitingServerUpdate: Join",
            "AwaitingServerUpdate → Identifying: credentials complete",
            "Identifying → Ready: Ready",
            "Ready → Discovering: UDP socket ready",
            "Discovering → Selecting: own address discovered",
            "Selecting → Established: Session Description",
            "Established → Disconnected: Requested");
  }

  @Test
  void happyPathContainsBothOrdersOfVoiceStateAndVoiceServer() {
    assertThat(ids(FlowDiagram.rows(FlowView.HAPPY)))
        .contains("B3.ASU.5", "B8.ASU.2")
        .contains("B8.ASU.4", "B3.ASU.3");
  }

  @Test
  void eachTableRowIsDrawnOnceExceptRowsThatIgnoreTheEvent() {
    assertThat(ids(FlowDiagram.rows(FlowView.FULL)))
        .containsExactlyElementsOf(rowIds(row -> row.outcome() != Outcome.IGNORED));
    assertThat(ids(FlowDiagram.arrows(FlowView.FULL)))
        .containsExactlyElementsOf(rowIds(row -> row.changesState() || endsLeaving(row)));
  }

  @Test
  void rowThatKeepsTheStateIsAnInternalTransition() {
    for (DiagramTransition drawn : FlowDiagram.rows(FlowView.FULL).transitions()) {
      VoiceFlow.TABLE
          .row(drawn.id())
          .ifPresent(
              row ->
                  assertThat(drawn.isInternal())
                      .isEqualTo(!row.changesState() && !endsLeaving(row)));
    }
  }

  @Test
  void labelOfATableRowContainsEventConditionReasonAndActions() {
    assertThat(label("D1.ES.2")).startsWith("socket lost [may rejoin] / because Rejoin");
    assertThat(label("C3.ES.2")).isEqualTo("Hello [violation tolerated] / count a violation");
    assertThat(label("A2.IDLE.1")).startsWith("join or move, other channel / refuse: ");
  }

  @Test
  void transitionsThatEndTheConnectionStartAtTheGroupOfAllStates() {
    assertThat(arrows(FlowDiagram.outline(FlowView.FULL, 1)))
        .contains(
            "Connection → Disconnected: Requested\n…", "Connection → Failed: InternalError\n…")
        .contains("VoiceSession → Backoff: Rejoin\n…")
        .filteredOn(arrow -> arrow.contains("→ Disconnected") || arrow.contains("→ Failed"))
        .hasSize(2);
  }

  @Test
  void labelInTheOutlineIsTheReasonOrElseTheGuardOrElseTheEvent() {
    assertThat(arrows(FlowDiagram.outline(FlowView.FULL, 2)))
        .contains("AwaitingServerUpdate → Backoff: Rejoin")
        .contains(
            "AwaitingServerUpdate → Identifying: credentials complete\nsession, token and endpoint known")
        .contains(
            "Identifying → Identifying: voice state, new session\nvoice state, other channel\n…")
        .contains("Selecting → Established: Session Description");
  }

  @Test
  void reconnectViewContainsNoFinalStatesAndNoFirstJoin() {
    StateDiagram shown = FlowDiagram.rows(FlowView.RECONNECT);
    assertThat(shown.states())
        .extracting(DiagramState::title)
        .contains("Backoff", "Resuming", "VoiceSession")
        .doesNotContain("Idle", "Disconnected", "Failed");
  }

  @ParameterizedTest
  @EnumSource
  void aroundShowsOnlyTransitionsIntoAndOutOfTheState(VoiceState state) {
    StateDiagram around = FlowDiagram.around(state, NAMES);
    Set<String> neighbours =
        VoiceFlow.TABLE.rows().stream()
            .filter(Row::changesState)
            .filter(row -> FlowRows.from(row) == state || FlowRows.to(row) == state)
            .flatMap(row -> Stream.of(FlowRows.from(row).title(), FlowRows.to(row).title()))
            .collect(Collectors.toSet());
    assertThat(around.states())
        .extracting(DiagramState::id)
        .filteredOn(id -> !id.startsWith("initial"))
        .containsExactlyInAnyOrderElementsOf(neighbours);
    assertThat(around.transitions())
        .filteredOn(one -> !one.source().startsWith("initial"))
        .allMatch(one -> one.source().equals(state.title()) || one.target().equals(state.title()));
  }

  @Test
  void statesOfAVoiceSessionFormAGroup() {
    DiagramState session =
        FlowDiagram.rows(FlowView.FULL).states().stream()
            .filter(state -> state.id().equals("VoiceSession"))
            .findFirst()
            .orElseThrow();
    assertThat(session.regions().get(0).states())
        .extracting(DiagramState::id)
        .containsExactlyElementsOf(
            EnumSet.range(VoiceState.IDENTIFYING, VoiceState.ESTABLISHED).stream()
                .map(VoiceState::title)
                .toList());
  }

  @Test
  void leavingBeforeARejoinIsDrawnInsideAwaitingServerUpdate() {
    StateDiagram full = FlowDiagram.rows(FlowView.FULL);
    assertThat(full.states())
        .filteredOn(state -> state.id().equals("AwaitingServerUpdate"))
        .flatExtracting(state -> state.regions().get(0).states())
        .extracting(DiagramState::id)
        .contains("Waiting", "Rejoin, leaving");
    assertThat(full.transitions())
        .filteredOn(one -> one.target().equals("Rejoin, leaving"))
        .extracting(DiagramTransition::id)
        .containsAll(rowIds(row -> row.to().filter(WaitReason.REJOIN_LEAVING::equals).isPresent()));
    assertThat(full.transitions())
        .filteredOn(one -> one.source().equals("Rejoin, leaving") && !one.isInternal())
        .extracting(DiagramTransition::id)
        .contains("B1.ASU.1");
  }

  /** Whether the row leads from the substate for leaving to another substate. */
  private static boolean endsLeaving(Row<Substate, ?, ?, ?> row) {
    return !row.changesState()
        && row.to().isPresent()
        && row.named().equals(List.of(WaitReason.REJOIN_LEAVING));
  }

  private static String label(String id) {
    return FlowDiagram.rows(FlowView.FULL).transitions().stream()
        .filter(one -> one.id().equals(id))
        .map(DiagramTransition::label)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> arrows(StateDiagram diagram) {
    return diagram.transitions().stream()
        .map(one -> one.source() + " → " + one.target() + ": " + one.label())
        .toList();
  }

  private static List<String> ids(StateDiagram diagram) {
    return diagram.transitions().stream()
        .map(DiagramTransition::id)
        .filter(id -> !id.isEmpty())
        .toList();
  }

  private static List<String> rowIds(Predicate<Row<Substate, EventKind, Guard, Action>> wanted) {
    return VoiceFlow.TABLE.rows().stream().filter(wanted).map(Row::id).toList();
  }
}
