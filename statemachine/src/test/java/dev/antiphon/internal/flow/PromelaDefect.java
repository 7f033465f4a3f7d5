package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The table with one defect in one row, for each kind of defect that SPIN must find. */
enum PromelaDefect {
  /** The flow closes a socket that the server has already closed. */
  LOST_SOCKET_NOT_RELEASED("P19", "(16&&", "D1.ES.1", row -> without(row, Action.RELEASE_SOCKET)),
  /** The flow closes the socket normally, which ends the session on the server. */
  SOCKET_CLOSED_BEFORE_A_RESUME("P19", "(7&&", "E3.ES.1", row -> without(row, Action.ABORT_SOCKET)),
  /** Audio is published without a key. */
  ESTABLISHED_WITHOUT_A_KEY(
      "P19",
      "(10&&",
      "F3.DI.1",
      row -> row.withOutcome(Outcome.TRANSITION, Optional.of(VoiceState.ESTABLISHED))),
  /** Op 4 is repeated forever. */
  ASKED_FOR_EVER(
      "P19", Spin.CYCLE, "E1.ASU.1", row -> row.withGuard(Optional.of(Guard.MAIN_SESSION_KEPT))),
  /** The timer for the main gateway is not restarted. */
  DEADLINE_FORGOTTEN(
      "P19", Spin.CYCLE, "E1.ASU.1", row -> without(row, Action.RESTART_SERVER_TIMER)),
  /** A server that drops each resumed session is resumed forever. */
  FORGIVEN_AT_ONCE(
      "P21", Spin.CYCLE, "C8.RS.1", row -> row.withMoreActions(List.of(Action.RESET_BUDGETS))),
  /** A join has no deadline. */
  JOIN_WITHOUT_A_DEADLINE(
      ModelWorld.REQUESTS, "P19", "(26&&", "A1.IDLE.1", row -> without(row, Action.AWAIT_JOIN)),
  /** Every new main session costs an op 4, without a limit. */
  OP_4_WITHOUT_A_LIMIT(
      ModelWorld.REQUESTS,
      "P19",
      "(27&&",
      "B11.ASU.4",
      row -> row.withGuard(Optional.of(Guard.REJOINS_DISABLED)));

  private final ModelWorld world;
  private final String claim;
  private final String breach;
  private final String row;
  private final UnaryOperator<Row<Substate, EventKind, Guard, Action>> slip;

  PromelaDefect(
      String claim,
      String breach,
      String row,
      UnaryOperator<Row<Substate, EventKind, Guard, Action>> slip) {
    this(ModelWorld.CALM, claim, breach, row, slip);
  }

  PromelaDefect(
      ModelWorld world,
      String claim,
      String breach,
      String row,
      UnaryOperator<Row<Substate, EventKind, Guard, Action>> slip) {
    this.world = world;
    this.claim = claim;
    this.breach = breach;
    this.row = row;
    this.slip = slip;
  }

  /** The world in which SPIN finds the defect. */
  ModelWorld world() {
    return world;
  }

  /** The claim to verify. SPIN checks the assertions of each step, too. */
  String claim() {
    return claim;
  }

  /** The expected error text: an assertion of a step, or an acceptance cycle of the claim. */
  String breach() {
    return breach;
  }

  Table<Substate, EventKind, Guard, Action> table() {
    return Rules.table(
        VoiceFlow.TABLE.rows().stream()
            .map(each -> each.id().equals(row) ? slip.apply(each) : each)
            .toList());
  }

  private static Row<Substate, EventKind, Guard, Action> without(
      Row<Substate, EventKind, Guard, Action> row, Action dropped) {
    return row.withActions(row.actions().stream().filter(action -> action != dropped).toList());
  }
}
