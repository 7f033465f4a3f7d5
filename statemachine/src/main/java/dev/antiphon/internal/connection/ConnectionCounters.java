package dev.antiphon.internal.connection;

import dev.antiphon.flow.EventKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What a connection counts besides its media. Written on the loop, read from anywhere. */
public final class ConnectionCounters {
  private final LongAdder staleEvents = new LongAdder();
  private final LongAdder daveMessages = new LongAdder();
  private final LongAdder invalidDiscoveries = new LongAdder();
  private final LongAdder unknownAcknowledgements = new LongAdder();
  private final Map<EventKind, LongAdder> violations = new ConcurrentHashMap<>();
  private final Map<Integer, LongAdder> unrecognized = new ConcurrentHashMap<>();

  /** Opcodes counted apart; a peer that invents more shares the last place. */
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

  /** A heartbeat was answered that nobody sent. */
  void unknownAcknowledgement() {
    unknownAcknowledgements.increment();
  }

  /** Counts, and says whether the opcode comes for the first time. */
  boolean unrecognized(int opcode) {
    int place =
        unrecognized.size() < MOST_OPCODES || unrecognized.containsKey(opcode) ? opcode : OTHER;
    boolean first = !unrecognized.containsKey(place);
    unrecognized.computeIfAbsent(place, absent -> new LongAdder()).increment();
    return first;
  }

  /** Events that came too late to mean anything (rule G0). */
  public long staleEventCount() {
    return staleEvents.sum();
  }

  /** DAVE messages that came although end-to-end encryption is switched off. */
  public long daveMessageCount() {
    return daveMessages.sum();
  }

  /** Discovery answers that were not valid. */
  public long invalidDiscoveryCount() {
    return invalidDiscoveries.sum();
  }

  /** Violations of the protocol by the peer, of every kind. */
  public long violationCount() {
    return violations.values().stream().mapToLong(LongAdder::sum).sum()
        + unknownAcknowledgements.sum();
  }

  /** Messages with opcodes that nobody knows. */
  public long unrecognizedCount() {
    return unrecognized.values().stream().mapToLong(LongAdder::sum).sum();
  }
}
