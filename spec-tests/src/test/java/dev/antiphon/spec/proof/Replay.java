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

/** Takes a record again, by the pure core. */
final class Replay {
  private Replay() {}

  /** The first step that the core takes otherwise, if there is one. */
  static Optional<Flaw> of(Snapshot initial, List<FlowDecision> record, FlowLimits limits) {
    VoiceFlow flow = new VoiceFlow(limits);
    Snapshot now = initial;
    if (!now.equals(flow.initial(now.memory().jitter().seed()))) {
      return Optional.of(new Flaw("P24", "it began with " + now));
    }
    for (int i = 0; i < record.size(); i++) {
      FlowDecision recorded = record.get(i);
      FlowDecision taken = flow.decide(now, recorded.event());
      if (!taken.equals(recorded) || !isExplained(recorded)) {
        return Optional.of(
            new Flaw(
                "P24",
                "expected %s but it was %s after %s"
                    .formatted(taken, recorded, AsJava.events(record.subList(0, i + 1)))));
      }
      now = taken.after();
    }
    return Optional.empty();
  }

  /** Its row is a line of the table in the cell of its state and event, and in no other. */
  private static boolean isExplained(FlowDecision decision) {
    Row<Substate, EventKind, Guard, Action> row = decision.row();
    return decision.isStale()
        || VoiceFlow.TABLE.rows().stream().filter(row::equals).count() == 1
            && VoiceFlow.TABLE
                .cell(decision.before().at().substate(), decision.kind())
                .contains(row);
  }
}
