package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Set<VoiceState> SOCKET_HELD =
      EnumSet.of(
          VoiceState.IDENTIFYING,
          VoiceState.RESUMING,
          VoiceState.READY,
          VoiceState.DISCOVERING,
          VoiceState.SELECTING,
          VoiceState.ESTABLISHED);

  @Test
  void everyStateHasARowForEveryKindOfEvent() {
    for (Substate state : VoiceFlow.TABLE.states()) {
      for (EventKind kind : EventKind.values()) {
        assertThat(RulesUnderTest.current().table().cell(state, kind))
            .as(state + " × " + kind)
            .isNotEmpty();
      }
    }
  }

  @Test
  void onlyTheLastRowForAStateAndAnEventHasNoGuard() {
    for (Substate state : VoiceFlow.TABLE.states()) {
      for (EventKind kind : EventKind.values()) {
        List<Row<Substate, EventKind, Guard, Action>> cell =
            RulesUnderTest.current().table().cell(state, kind);
        int last = cell.size() - 1;
        assertThat(cell.subList(0, last)).allMatch(row -> row.guard().isPresent());
        assertThat(cell.get(last).guard()).as(cell.get(last).id()).isEmpty();
      }
    }
  }

  @Test
  void rowIdContainsTheEventAndTheStateOfTheRow() {
    Set<String> seen = new HashSet<>();
    for (Row<Substate, EventKind, Guard, Action> row : RulesUnderTest.current().table().rows()) {
      assertThat(row.id()).startsWith(row.event().line() + "." + FlowRows.from(row).code() + ".");
      assertThat(row.id()).matches("[A-FHK]\\d+\\.(IDLE|ASU|ID|RS|RD|DI|SE|ES|BO|DC|FA)\\.\\d");
      assertThat(seen.add(row.id())).as("%s is unique", row.id()).isTrue();
      assertThat(RulesUnderTest.current().table().row(row.id())).containsSame(row);
      for (Substate state : row.from()) {
        assertThat(state.superstate()).isEqualTo(FlowRows.from(row));
        assertThat(RulesUnderTest.current().table().cell(state, row.event())).contains(row);
      }
    }
  }

  @Test
  void rowsForAStateAndAnEventAreNumberedInEvaluationOrder() {
    for (VoiceState state : VoiceState.values()) {
      for (EventKind kind : EventKind.values()) {
        List<Row<Substate, EventKind, Guard, Action>> cell =
            RulesUnderTest.current().table().rows(state, kind);
        for (int i = 0; i < cell.size(); i++) {
          assertThat(cell.get(i).id()).endsWith("." + (1 + i));
        }
      }
    }
  }

  @Test
  void onlyRowsWithTheOutcomeTransitionChangeTheState() {
    for (Row<Substate, EventKind, Guard, Action> row : RulesUnderTest.current().table().rows()) {
      assertThat(row.changesState()).isEqualTo(row.outcome() == Outcome.TRANSITION);
      if (!row.changesState()) {
        assertThat(FlowRows.to(row)).as(row.id()).isEqualTo(FlowRows.from(row));
        assertThat(row.to().isEmpty() || row.outcome() == Outcome.INTERNAL)
            .as(
                row.id()
                    + ": a row without a transition changes the substate only if it is internal")
            .isTrue();
      }
    }
  }

  @Test
  void noRowLeavesATerminalState() {
    assertThat(RulesUnderTest.current().table().rows())
        .filteredOn(row -> FlowRows.from(row).isTerminal())
        .noneMatch(Row::changesState)
        .allMatch(row -> row.actions().isEmpty());
  }

  @Test
  void rowsToDisconnectedHaveADisconnectReasonAndRowsToFailedHaveAFailureCause() {
    for (Row<Substate, EventKind, Guard, Action> row : RulesUnderTest.current().table().rows()) {
      if (row.changesState() && FlowRows.to(row) == VoiceState.DISCONNECTED) {
        assertThat(row.to()).as(row.id()).get().isInstanceOf(DisconnectReason.class);
      }
      if (row.changesState() && FlowRows.to(row) == VoiceState.FAILED) {
        assertThat(row.to()).as(row.id()).get().isInstanceOf(FailureCause.class);
      }
    }
  }

  @Test
  void onlySessionDescriptionAndResumedLeadToEstablished() {
    assertThat(RulesUnderTest.current().table().rows())
        .filteredOn(row -> row.changesState() && FlowRows.to(row) == VoiceState.ESTABLISHED)
        .extracting(Row::id)
        .containsExactlyInAnyOrder("C6.SE.1", "C8.RS.1");
  }

  @Test
  void rowsThatLeadToBackoffHaveABackoffPlanAndRowsThatRetryHaveABudgetGuard() {
    for (Row<Substate, EventKind, Guard, Action> row : RulesUnderTest.current().table().rows()) {
      if (row.changesState() && FlowRows.to(row) == VoiceState.BACKOFF) {
        assertThat(row.to()).as(row.id()).get().isInstanceOf(BackoffPlan.class);
      }
      if (row.changesState() && FlowRows.to(row) == VoiceState.RESUMING) {
        assertThat(row.guard())
            .as(row.id())
            .get()
            .isIn(Guard.MAY_RESUME, Guard.SAME_SSRC_MAY_RESUME);
      }
    }
    assertThat(RulesUnderTest.current().table().rows())
        .filteredOn(row -> row.to().equals(Optional.of(BackoffPlan.REJOIN)))
        .filteredOn(row -> row.event() != EventKind.RECONNECT)
        .allSatisfy(row -> assertThat(row.guard()).contains(Guard.MAY_REJOIN));
  }

  @Test
  void ignoredAndRefusedRowsHaveANoteAndNoActions() {
    assertThat(RulesUnderTest.current().table().rows())
        .filteredOn(row -> row.outcome() == Outcome.IGNORED || row.outcome() == Outcome.REFUSED)
        .allMatch(row -> !row.note().isBlank())
        .allMatch(row -> row.actions().isEmpty());
  }

  /** Without a timer, a state other than Idle, Established and the terminal states could hang. */
  @Test
  void everyIntermediateStateIsLeftWhenItsTimerFires() {
    Set<VoiceState> intermediate =
        EnumSet.range(VoiceState.AWAITING_SERVER_UPDATE, VoiceState.BACKOFF);
    intermediate.remove(VoiceState.ESTABLISHED);
    for (Substate state : VoiceFlow.TABLE.states()) {
      if (!intermediate.contains(state.superstate())) {
        continue;
      }
      assertThat(FlowTimers.ownedBy(state.superstate()))
          .as(state.title())
          .anyMatch(
              timer ->
                  RulesUnderTest.current().table().cell(state, FlowTimers.event(timer)).stream()
                      .anyMatch(Row::changesState));
    }
  }

  @Test
  void socketMessageIsNeverStaleInAStateWithASocket() {
    for (EventKind kind : EnumSet.range(EventKind.HELLO, EventKind.MALFORMED)) {
      for (VoiceState state : SOCKET_HELD) {
        assertThat(RulesUnderTest.current().table().cell(state, kind))
            .as(state + " × " + kind)
            .noneMatch(row -> row.note().equals("late event"));
      }
    }
  }
}
