package dev.antiphon.cli.internal.soak;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** All counters and measurements of a running soak test. Thread-safe. */
final class Measurements {
  final Counters faults = new Counters();
  final Counters rows = new Counters();
  final Counters ends = new Counters();
  final LongAdder joins = new LongAdder();

  /** How often a visitor came to a call. */
  final LongAdder visits = new LongAdder();

  final LongAdder voiceStates = new LongAdder();
  final LongAdder framesSent = new LongAdder();
  final LongAdder framesHeard = new LongAdder();

  /**
   * The calls in which new sessions were requested, because a member heard nothing, by the reason
   * of the silence.
   */
  final Counters renewedCalls = new Counters();

  /** A description of each of these calls. */
  final Queue<String> silences = new ConcurrentLinkedQueue<>();

  /** The times from the loss of a session to its resume. */
  final Histogram resumed = new Histogram();

  /** The times from the loss of a session to a new session. */
  final Histogram rejoined = new Histogram();

  final BrokenInvariants brokenInvariants = new BrokenInvariants();

  /** The futures of requests. They must complete within the deadlines. */
  final OpenFutures requests = new OpenFutures();

  /** The futures that stay open as long as a connection. */
  final OpenFutures lifetimes = new OpenFutures();
}
