package dev.antiphon.internal.engine;

import dev.antiphon.internal.flow.Row;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.spi.FlowTransition;
import java.util.List;

/** Rows of the table as engines know them. */
final class FlowTransitions {
  private FlowTransitions() {}

  /** All that there are: of the rows that change the state. */
  static List<FlowTransition> all() {
    return VoiceFlow.TABLE.rows().stream()
        .filter(Row::changesState)
        .map(FlowTransitions::of)
        .toList();
  }

  static FlowTransition of(Row row) {
    return new FlowTransition(row.id(), row.from(), row.event(), row.to());
  }
}
