package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;

/** What decides in a scenario: the flow, or one that was changed to see whether a test notices. */
@FunctionalInterface
interface Rules {
  Decision decide(FlowLimits limits, VoiceState state, FlowMemory memory, VoiceEvent event);

  /** The table as those see it who read it row by row. */
  default Table table() {
    return VoiceFlow.TABLE;
  }

  /** The flow with this table in the place of its own. */
  static Rules of(Table table) {
    return new Rules() {
      @Override
      public Decision decide(
          FlowLimits limits, VoiceState state, FlowMemory memory, VoiceEvent event) {
        return new VoiceFlow(limits, table).decide(state, memory, event);
      }

      @Override
      public Table table() {
        return table;
      }
    };
  }
}
