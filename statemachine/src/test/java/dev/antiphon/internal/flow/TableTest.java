package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.VoiceState;
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
  void everyStateHasACellForEveryKindOfEvent() {
    for (VoiceState state : VoiceState.values()) {
      for (EventKind kind : EventKind.values()) {
        assertThat(RulesUnderTest.present().table().cell(state, kind))
            .as(state + " × " + kind)
            .isNotEmpty();
      }
    }
  }

  @Test
  void theLastRowOfACellAndOnlyTheLastHasNoGuard() {
    for (VoiceState state : VoiceState.values()) {
      for (EventKind kind : EventKind.values()) {
        List<Row> cell = RulesUnderTest.present().table().cell(state, kind);
        int last = cell.size() - 1;
        assertThat(cell.subList(0, last)).allMatch(row -> row.guard().isPresent());
        assertThat(cell.get(last).guard()).as(cell.get(last).id()).isEmpty();
      }
    }
  }

  @Test
  void aRowIsFoundInTheCellThatItsIdNames() {
    Set<String> seen = new HashSet<>();
    for (Row row : RulesUnderTest.present().table().rows()) {
      assertThat(row.id()).startsWith(row.event().line() + "." + row.from().code() + ".");
      assertThat(row.id()).matches("[A-FH]\\d+\\.(IDLE|ASU|ID|RS|RD|DI|SE|ES|BO|DC|FA)\\.\\d");
      assertThat(seen.add(row.id())).as("%s is unique", row.id()).isTrue();
      assertThat(RulesUnderTest.present().table().row(row.id())).containsSame(row);
      assertThat(RulesUnderTest.present().table().cell(row.from(), row.event())).contains(row);
    }
  }

  @Test
  void theRowsOfACellAreNumberedInTheOrderInWhichTheyAreTried() {
    for (VoiceState state : VoiceState.values()) {
      for (EventKind kind : EventKind.values()) {
        List<Row> cell = RulesUnderTest.present().table().cell(state, kind);
        for (int i = 0; i < cell.size(); i++) {
          assertThat(cell.get(i).id()).endsWith("." + (1 + i));
        }
      }
    }
  }

  @Test
  void onlyARowThatTransitsLeavesItsState() {
    for (Row row : RulesUnderTest.present().table().rows()) {
      assertThat(row.changesState()).isEqualTo(row.outcome() == Row.Outcome.TRANSITION);
      if (!row.changesState()) {
        assertThat(row.to()).as(row.id()).isEqualTo(row.from());
        assertThat(row.reason().isEmpty() || row.outcome() == Row.Outcome.INTERNAL)
            .as(row.id() + ": only a state that goes on may go on for another reason")
            .isTrue();
      }
    }
  }

  @Test
  void noRowLeavesATerminalState() {
    assertThat(RulesUnderTest.present().table().rows())
        .filteredOn(row -> row.from().isTerminal())
        .noneMatch(Row::changesState)
        .allMatch(row -> row.actions().isEmpty());
  }

  @Test
  void anEndHasAReasonOfItsKind() {
    for (Row row : RulesUnderTest.present().table().rows()) {
      if (row.changesState() && row.to() == VoiceState.DISCONNECTED) {
        assertThat(row.reason()).as(row.id()).get().isInstanceOf(DisconnectReason.class);
      }
      if (row.changesState() && row.to() == VoiceState.FAILED) {
        assertThat(row.reason()).as(row.id()).get().isInstanceOf(FailureCause.class);
      }
    }
  }

  @Test
  void onlySessionDescriptionAndResumedLeadToEstablished() {
    assertThat(RulesUnderTest.present().table().rows())
        .filteredOn(row -> row.changesState() && row.to() == VoiceState.ESTABLISHED)
        .extracting(Row::id)
        .containsExactlyInAnyOrder("C6.SE.1", "C8.RS.1");
  }

  @Test
  void aBackoffHasAPlanAndEveryAttemptToRejoinIsWithinItsBudget() {
    for (Row row : RulesUnderTest.present().table().rows()) {
      if (row.changesState() && row.to() == VoiceState.BACKOFF) {
        assertThat(row.reason()).as(row.id()).get().isInstanceOf(BackoffPlan.class);
      }
      if (row.changesState() && row.to() == VoiceState.RESUMING) {
        assertThat(row.guard()).as(row.id()).get().isIn(Guard.MAY_RESUME, Guard.RESUME_IN_TIME);
      }
    }
    assertThat(RulesUnderTest.present().table().rows())
        .filteredOn(row -> row.reason().equals(Optional.of(BackoffPlan.REJOIN)))
        .filteredOn(row -> row.event() != EventKind.BACKOFF_OVER)
        .filteredOn(row -> row.event() != EventKind.RECONNECT)
        .allSatisfy(row -> assertThat(row.guard()).contains(Guard.MAY_REJOIN));
  }

  @Test
  void whatIsNotDoneIsExplainedByItsRow() {
    assertThat(RulesUnderTest.present().table().rows())
        .filteredOn(
            row -> row.outcome() == Row.Outcome.IGNORED || row.outcome() == Row.Outcome.REFUSED)
        .allMatch(row -> !row.note().isBlank())
        .allMatch(row -> row.actions().isEmpty());
  }

  /**
   * Every state that is neither Idle, Established nor terminal owns a deadline, or it could hang.
   */
  @Test
  void everyStateOnTheWayOwnsADeadlineThatLeavesIt() {
    Set<VoiceState> onTheWay = EnumSet.range(VoiceState.AWAITING_SERVER_UPDATE, VoiceState.BACKOFF);
    onTheWay.remove(VoiceState.ESTABLISHED);
    for (VoiceState state : onTheWay) {
      assertThat(StateActions.ownedTimers(state))
          .as(state.title())
          .anyMatch(
              timer ->
                  RulesUnderTest.present().table().cell(state, FlowTimers.event(timer)).stream()
                      .anyMatch(Row::changesState));
    }
  }

  @Test
  void everyMessageOfTheSocketIsDecidedWhereASocketIsHeld() {
    for (EventKind kind : EnumSet.range(EventKind.HELLO, EventKind.MALFORMED)) {
      for (VoiceState state : SOCKET_HELD) {
        assertThat(RulesUnderTest.present().table().cell(state, kind))
            .as(state + " × " + kind)
            .noneMatch(row -> row.note().equals("stale"));
      }
    }
  }
}
