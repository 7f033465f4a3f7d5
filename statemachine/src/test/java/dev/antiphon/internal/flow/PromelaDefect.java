package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The table with one slip in one row, of each kind that an outside judge has to find. */
enum PromelaDefect {
  /** The server has closed the socket, and we close it once more. */
  LOST_SOCKET_NOT_RELEASED("P19", "(16&&", "D1.ES.1", row -> without(row, Action.RELEASE_SOCKET)),
  /** A socket that is closed in good order takes its session along. */
  SOCKET_CLOSED_BEFORE_A_RESUME("P19", "(7&&", "E3.ES.1", row -> without(row, Action.ABORT_SOCKET)),
  /** Audio would flow without a key. */
  ESTABLISHED_WITHOUT_A_KEY(
      "P19",
      "(10&&",
      "F3.DI.1",
      row -> changed(row, row.guard(), VoiceState.ESTABLISHED, row.actions())),
  /** Op 4 is repeated for ever. */
  ASKED_FOR_EVER(
      "P19",
      Spin.CYCLE,
      "E1.ASU.1",
      row -> changed(row, Optional.of(Guard.JOINING), row.to(), row.actions())),
  /** Nobody waits for the main gateway any more. */
  DEADLINE_FORGOTTEN(
      "P19", Spin.CYCLE, "E1.ASU.1", row -> without(row, Action.RESTART_SERVER_TIMER)),
  /** A server that drops each resumed session is resumed for ever. */
  FORGIVEN_AT_ONCE("P21", Spin.CYCLE, "C8.RS.1", row -> row.alsoDoing(List.of(Action.FORGIVE)));

  private final String claim;
  private final String breach;
  private final String row;
  private final UnaryOperator<Row> slip;

  PromelaDefect(String claim, String breach, String row, UnaryOperator<Row> slip) {
    this.claim = claim;
    this.breach = breach;
    this.row = row;
    this.slip = slip;
  }

  /** The claim that is verified; what a step must not do is looked at meanwhile. */
  String claim() {
    return claim;
  }

  /** What is then said to be broken: a property of a step, or the claim by a cycle. */
  String breach() {
    return breach;
  }

  Table table() {
    return Table.of(
        VoiceFlow.TABLE.rows().stream()
            .map(each -> each.id().equals(row) ? slip.apply(each) : each)
            .toList());
  }

  private static Row without(Row row, Action dropped) {
    List<Action> fewer = row.actions().stream().filter(action -> action != dropped).toList();
    return changed(row, row.guard(), row.to(), fewer);
  }

  private static Row changed(Row row, Optional<Guard> guard, VoiceState to, List<Action> actions) {
    return new Row(
        row.id(),
        row.event(),
        row.from(),
        guard,
        row.outcome(),
        to,
        row.reason(),
        actions,
        row.note());
  }
}
