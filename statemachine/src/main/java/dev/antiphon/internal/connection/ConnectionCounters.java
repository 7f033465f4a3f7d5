package dev.antiphon.internal.connection;

import dev.antiphon.flow.EventKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of a connection, except for its audio. Written on the event loop, readable from any
 * thread.
 */
public final class ConnectionCounters {
  private final LongAdder staleEvents = new LongAdder();
  private final LongAdder daveMessages = new LongAdder();
  private final LongAdder invalidDiscoveries = new LongAdder();
  private final LongAdder unknownAcknowledgements = new LongAdder();
  private final Map<EventKind, LongAdder> violations = new ConcurrentHashMap<>();
  private final Map<Integer, LongAdder> unrecognized = new ConcurrentHashMap<>();

  /**
   * The number of unknown opcodes with separate counters. All further opcodes share one counter.
   */
  private static final int MOST_OPCODES = 64;

  private static final int OTHER = -1;

  void stale() {
    staleEvents.increment();
  }

  void dave() {
    daveMessages.increment();
  }

  void invalidDiscovery() {
    invalidDiscoveries.increment();
  }

  void violation(EventKind kind) {
    violations.computeIfAbsent(kind, first -> new LongAdder()).increment();
  }

  /** An acknowledgement arrived for a heartbeat that was never sent. */
  void unknownAcknowledgement() {
    unknownAcknowledgements.increment();
  }

  /**
   * Counts a message with an unknown opcode. Returns true for the first message with this opcode.
   */
  boolean unrecognized(int opcode) {
    int counted =
        unrecognized.size() < MOST_OPCODES || unrecognized.containsKey(opcode) ? opcode : OTHER;
    boolean first = !unrecognized.containsKey(counted);
    unrecognized.computeIfAbsent(counted, absent -> new LongAdder()).increment();
    return first;
  }

  /** The number of events that arrived too late and were ignored (rule G0). */
  public long staleEventCount() {
    return staleEvents.sum();
  }

  /** The number of DAVE messages that arrived although end-to-end encryption is switched off. */
  public long daveMessageCount() {
    return daveMessages.sum();
  }

  /** The number of invalid answers to IP discovery. */
  public long invalidDiscoveryCount() {
    return invalidDiscoveries.sum();
  }

  /** The number of protocol violations by the voice server. */
  public long violationCount() {
    return violations.values().stream().mapToLong(LongAdder::sum).sum()
        + unknownAcknowledgements.sum();
  }

  /** The number of messages with an unknown opcode. */
  public long unrecognizedCount() {
    return unrecognized.values().stream().mapToLong(LongAdder::sum).sum();
  }
}
