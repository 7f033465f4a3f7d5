package dev.antiphon.dave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets rows be written as sentences: on an event, in some states, when a guard holds, go there or
 * stay, doing this. What is said last holds until it is said anew.
 */
final class DaveTableWriter {
  private final List<DaveRow> rows = new ArrayList<>();
  private final Map<String, Integer> alternatives = new HashMap<>();
  private DaveEventKind event;
  private List<DaveState> states = List.of();
  private Optional<DaveGuard> guard = Optional.empty();
  private List<DaveRow> justWritten = List.of();

  DaveTableWriter on(DaveEventKind kind) {
    event = kind;
    return in();
  }

  DaveTableWriter in(DaveState... those) {
    states = List.of(those);
    guard = Optional.empty();
    return this;
  }

  /** In every state that no row of this event was written for. */
  DaveTableWriter elsewhere() {
    DaveEventKind current = event;
    return in(
        Arrays.stream(DaveState.values())
            .filter(
                state ->
                    rows.stream().noneMatch(row -> row.event() == current && row.from() == state))
            .toArray(DaveState[]::new));
  }

  DaveTableWriter everywhere() {
    return in(DaveState.values());
  }

  DaveTableWriter when(DaveGuard condition) {
    guard = Optional.of(condition);
    return this;
  }

  DaveTableWriter otherwise() {
    guard = Optional.empty();
    return this;
  }

  DaveTableWriter goTo(DaveState to) {
    return write(DaveRow.Outcome.TRANSITION, to, "");
  }

  /** To Active as a member, else back to Pending. */
  DaveTableWriter goBack(DaveAction... actions) {
    return when(DaveGuard.MEMBER)
        .goTo(DaveState.ACTIVE)
        .doing(actions)
        .otherwise()
        .goTo(DaveState.PENDING)
        .doing(actions);
  }

  /** A member of the next epoch, whose keys wait for the transition unless that is at once. */
  DaveTableWriter enterEpoch() {
    return when(DaveGuard.AT_ONCE)
        .goTo(DaveState.ACTIVE)
        .doing(DaveAction.ENTER_EPOCH, DaveAction.EXECUTE_TRANSITION)
        .when(DaveGuard.ANSWERED)
        .goTo(DaveState.ACTIVE)
        .doing(DaveAction.ENTER_EPOCH, DaveAction.PREPARE_TRANSITION)
        .otherwise()
        .goTo(DaveState.ACTIVE)
        .doing(DaveAction.ENTER_EPOCH, DaveAction.PREPARE_TRANSITION, DaveAction.SEND_READY);
  }

  /** Tells the gateway, and begins anew with a fresh key package. */
  DaveTableWriter recover() {
    return goTo(DaveState.PENDING)
        .doing(DaveAction.SEND_INVALID, DaveAction.FORGET_KEPT, DaveAction.BEGIN_GROUP);
  }

  DaveTableWriter stay() {
    return write(DaveRow.Outcome.INTERNAL, null, "");
  }

  DaveTableWriter ignore(String why) {
    return write(DaveRow.Outcome.IGNORED, null, why);
  }

  DaveTableWriter refuse() {
    return write(DaveRow.Outcome.REFUSED, null, "");
  }

  /** No event is of this kind here; were it, nothing is done. */
  DaveTableWriter impossible() {
    return ignore(IMPOSSIBLE);
  }

  static final String IMPOSSIBLE = "cannot be";

  DaveTable table() {
    return DaveTable.of(rows);
  }

  /** What the rows just written do, in this order, after what they do already. */
  DaveTableWriter doing(DaveAction... actions) {
    justWritten.replaceAll(row -> row.alsoDoing(List.of(actions)));
    return this;
  }

  private DaveTableWriter write(DaveRow.Outcome outcome, DaveState to, String note) {
    int first = rows.size();
    for (DaveState from : states) {
      String cell = event.line() + "." + from.code();
      int order = alternatives.merge(cell, 1, Integer::sum);
      DaveState target = to == null ? from : to;
      rows.add(
          new DaveRow(cell + "." + order, event, from, guard, outcome, target, List.of(), note));
    }
    justWritten = rows.subList(first, rows.size());
    return this;
  }
}
