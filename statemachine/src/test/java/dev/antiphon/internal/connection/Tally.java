package dev.antiphon.internal.connection;

import dev.antiphon.flow.VoiceState;
import java.util.EnumMap;
import java.util.Map;

/** How much was tried, and how far it got. */
final class Tally {
  private final Map<VoiceState, Integer> reached = new EnumMap<>(VoiceState.class);
  private long sequences;
  private long events;
  private long connections;

  void sequence() {
    sequences++;
  }

  void connection(UnwiredConnection ended) {
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

  /** In how many connections the state was reached. */
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
