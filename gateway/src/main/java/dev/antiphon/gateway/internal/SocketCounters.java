package dev.antiphon.gateway.internal;

import java.util.concurrent.atomic.LongAdder;

/** The counters of one socket, written on its event loop and read from any thread. */
final class SocketCounters {
  final LongAdder received = new LongAdder();
  final LongAdder sent = new LongAdder();
  final LongAdder malformed = new LongAdder();
  final LongAdder heartbeats = new LongAdder();
  final LongAdder acknowledged = new LongAdder();
  final LongAdder unknownAcknowledgements = new LongAdder();
  final LongAdder lateHeartbeats = new LongAdder();
  final LongAdder suppressedReplies = new LongAdder();

  SocketStatistics snapshot() {
    return new SocketStatistics(
        received.sum(),
        sent.sum(),
        malformed.sum(),
        heartbeats.sum(),
        acknowledged.sum(),
        unknownAcknowledgements.sum(),
        lateHeartbeats.sum(),
        suppressedReplies.sum());
  }
}
