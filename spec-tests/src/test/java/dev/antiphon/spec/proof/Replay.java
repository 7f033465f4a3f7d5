package dev.antiphon.spec.proof;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowMemory;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Decision;
import dev.antiphon.machine.Row;
import java.util.List;
import java.util.Optional;

/** Takes a record again, by the pure core. */
final class Replay {
  private Replay() {}

  /** The first step that the core takes otherwise, if there is one. */
  static Optional<Flaw> of(FlowMemory initial, List<Decision> record, FlowLimits limits) {
    VoiceFlow flow = new VoiceFlow(limits);
    FlowMemory memory = initial;
    if (!memory.equals(flow.initialMemory(memory.jitter().seed()))) {
      return Optional.of(new Flaw("P24", "it began with " + memory));
    }
    VoiceState state = VoiceState.IDLE;
    for (int i = 0; i < record.size(); i++) {
      Decision recorded = record.get(i);
      Decision taken = flow.decide(state, memory, recorded.event());
      if (!taken.equals(recorded) || !isExplained(recorded)) {
        return Optional.of(
            new Flaw(
                "P24",
                "expected %s but it was %s after %s"
                    .formatted(taken, recorded, AsJava.events(record.subList(0, i + 1)))));
      }
      state = taken.to();
      memory = taken.memory();
    }
    return Optional.empty();
  }

  /** Its row is a line of the table in the cell of its state and event, and in no other. */
  private static boolean isExplained(Decision decision) {
    Row row = decision.row();
    return row.isStale()
        || VoiceFlow.TABLE.rows().stream().filter(row::equals).count() == 1
            && VoiceFlow.TABLE.cell(decision.from(), decision.kind()).contains(row);
  }
}
