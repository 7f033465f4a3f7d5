package dev.antiphon.spec.proof;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.internal.flow.Action;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Row;
import java.util.List;
import java.util.Optional;

/** Repeats a recorded connection with the pure flow core. */
final class Replay {
  private Replay() {}

  /** The first step that differs from the decision of the core, if any. */
  static Optional<PropertyViolation> of(
      Snapshot initial, List<FlowDecision> record, FlowLimits limits) {
    VoiceFlow flow = new VoiceFlow(limits);
    Snapshot now = initial;
    if (!now.equals(flow.initial(now.memory().jitter().seed()))) {
      return Optional.of(new PropertyViolation("P24", "the initial state is " + now));
    }
    for (int i = 0; i < record.size(); i++) {
      FlowDecision recorded = record.get(i);
      FlowDecision taken = flow.decide(now, recorded.event());
      if (!taken.equals(recorded) || !isExplained(recorded)) {
        return Optional.of(
            new PropertyViolation(
                "P24",
                "expected %s but was %s after %s"
                    .formatted(taken, recorded, AsJava.events(record.subList(0, i + 1)))));
      }
      now = taken.after();
    }
    return Optional.empty();
  }

  /** Whether the row occurs once in the table, in the cell of the state and event. */
  private static boolean isExplained(FlowDecision decision) {
    Row<Substate, EventKind, Guard, Action> row = decision.row();
    return decision.isStale()
        || VoiceFlow.TABLE.rows().stream().filter(row::equals).count() == 1
            && VoiceFlow.TABLE
                .cell(decision.before().at().substate(), decision.kind())
                .contains(row);
  }
}
