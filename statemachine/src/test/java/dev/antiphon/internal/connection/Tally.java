package dev.antiphon.internal.connection;

import dev.antiphon.flow.VoiceState;
import java.util.EnumMap;
import java.util.Map;

/** Counts histories, connections and the states that they reached. */
final class Tally {
  private final Map<VoiceState, Integer> reached = new EnumMap<>(VoiceState.class);
  private long sequences;
  private long events;
  private long connections;

  void sequence() {
    sequences++;
  }

  void connection(SimulatedConnection ended) {
    connections++;
    events += ended.steps();
    for (VoiceState state : VoiceState.values()) {
      if (ended.reached(state)) {
        reached.merge(state, 1, Integer::sum);
      }
    }
  }

  long sequences() {
    return sequences;
  }

  /** The number of connections that reached this state. */
  int reached(VoiceState state) {
    return reached.getOrDefault(state, 0);
  }

  Map<String, Number> figures() {
    return Map.of("sequences", sequences, "events", events, "connections", connections);
  }

  @Override
  public String toString() {
    return "%d sequences, %d events, %d connections; reached %s"
        .formatted(sequences, events, connections, reached);
  }
}
