package dev.antiphon.statemachine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
        assertThat(VoiceFlow.TABLE.cell(state, kind)).as(state + " × " + kind).isNotEmpty();
      }
    }
  }

  @Test
  void theLastRowOfACellAndOnlyTheLastHasNoGuard() {
    for (VoiceState state : VoiceState.values()) {
      for (EventKind kind : EventKind.values()) {
        List<Row> cell = VoiceFlow.TABLE.cell(state, kind);
        int last = cell.size() - 1;
        assertThat(cell.subList(0, last)).allMatch(row -> row.guard().isPresent());
        assertThat(cell.get(last).guard()).as(cell.get(last).id()).isEmpty();
      }
    }
  }

  @Test
  void aRowIsFoundInTheCellThatItsIdNames() {
    Set<String> seen = new HashSet<>();
    for (Row row : VoiceFlow.TABLE.rows()) {
      assertThat(row.id()).startsWith(row.event().line() + "." + row.from().code() + ".");
      assertThat(row.id()).matches("[A-F]\\d+\\.(IDLE|ASU|ID|RS|RD|DI|SE|ES|BO|DC|FA)\\.\\d");
      assertThat(seen.add(row.id())).as("%s is unique", row.id()).isTrue();
      assertThat(VoiceFlow.TABLE.row(row.id())).containsSame(row);
      assertThat(VoiceFlow.TABLE.cell(row.from(), row.event())).contains(row);
    }
  }

  @Test
  void theRowsOfACellAreNumberedInTheOrderInWhichTheyAreTried() {
    for (VoiceState state : VoiceState.values()) {
      for (EventKind kind : EventKind.values()) {
        List<Row> cell = VoiceFlow.TABLE.cell(state, kind);
        int first = undecided(cell.get(0)) ? 0 : 1;
        for (int i = 0; i < cell.size(); i++) {
          assertThat(cell.get(i).id()).endsWith("." + (first + i));
        }
      }
    }
  }

  @Test
  void onlyARowThatTransitsLeavesItsState() {
    for (Row row : VoiceFlow.TABLE.rows()) {
      assertThat(row.changesState()).isEqualTo(row.outcome() == Row.Outcome.TRANSITION);
      if (!row.changesState()) {
        assertThat(row.to()).as(row.id()).isEqualTo(row.from());
        assertThat(row.reason()).as(row.id()).isEmpty();
      }
    }
  }

  @Test
  void noRowLeavesATerminalState() {
    assertThat(VoiceFlow.TABLE.rows())
        .filteredOn(row -> row.from().isTerminal())
        .noneMatch(Row::changesState)
        .allMatch(row -> row.actions().isEmpty());
  }

  @Test
  void anEndHasAReasonOfItsKind() {
    for (Row row : VoiceFlow.TABLE.rows()) {
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
    assertThat(VoiceFlow.TABLE.rows())
        .filteredOn(row -> row.changesState() && row.to() == VoiceState.ESTABLISHED)
        .extracting(Row::id)
        .containsExactlyInAnyOrder("C6.SE.1", "C8.RS.1");
  }

  @Test
  void aBackoffHasAPlanAndEveryAttemptToRejoinIsWithinItsBudget() {
    for (Row row : VoiceFlow.TABLE.rows()) {
      if (row.changesState() && row.to() == VoiceState.BACKOFF) {
        assertThat(row.reason()).as(row.id()).get().isInstanceOf(BackoffPlan.class);
      }
      if (row.changesState() && row.to() == VoiceState.RESUMING) {
        assertThat(row.guard()).as(row.id()).get().isIn(Guard.MAY_RESUME, Guard.RESUME_IN_TIME);
      }
    }
    assertThat(VoiceFlow.TABLE.rows())
        .filteredOn(row -> row.reason().equals(Optional.of(BackoffPlan.REJOIN)))
        .filteredOn(row -> row.event() != EventKind.BACKOFF_OVER)
        .allSatisfy(row -> assertThat(row.guard()).contains(Guard.MAY_REJOIN));
  }

  @Test
  void whatIsNotDoneIsExplainedByItsRow() {
    assertThat(VoiceFlow.TABLE.rows())
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
                  VoiceFlow.TABLE.cell(state, timer.event()).stream().anyMatch(Row::changesState));
    }
  }

  /** What the coming issues decide. A cell that gets a row of its own has to leave this list. */
  @Test
  void theCellsThatAreNotDecidedYetAreThese() {
    Set<VoiceState> live = EnumSet.complementOf(EnumSet.of(VoiceState.IDLE));
    live.removeIf(VoiceState::isTerminal);
    Set<VoiceState> afterAsking = EnumSet.copyOf(live);
    afterAsking.remove(VoiceState.AWAITING_SERVER_UPDATE);
    Map<EventKind, Set<VoiceState>> expected = new EnumMap<>(EventKind.class);
    expected.put(EventKind.VOICE_STATE_NEW_SESSION, afterAsking);
    expected.put(EventKind.VOICE_STATE_OTHER_CHANNEL, afterAsking);
    expected.put(EventKind.VOICE_SERVER_GONE, afterAsking);
    expected.put(EventKind.VOICE_SERVER_REPEATED, EnumSet.of(VoiceState.BACKOFF));
    expected.put(EventKind.VOICE_SERVER_NEW_TOKEN, afterAsking);
    expected.put(EventKind.VOICE_SERVER_NEW_ENDPOINT, afterAsking);

    Map<EventKind, Set<VoiceState>> actual = new EnumMap<>(EventKind.class);
    for (Row row : VoiceFlow.TABLE.rows()) {
      if (undecided(row)) {
        actual
            .computeIfAbsent(row.event(), kind -> EnumSet.noneOf(VoiceState.class))
            .add(row.from());
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void everyMessageOfTheSocketIsDecidedWhereASocketIsHeld() {
    for (EventKind kind : EnumSet.range(EventKind.HELLO, EventKind.MALFORMED)) {
      for (VoiceState state : SOCKET_HELD) {
        assertThat(VoiceFlow.TABLE.cell(state, kind))
            .as(state + " × " + kind)
            .noneMatch(row -> undecided(row) || row.note().equals("stale"));
      }
    }
  }

  private static boolean undecided(Row row) {
    return row.id().endsWith(".0");
  }
}
