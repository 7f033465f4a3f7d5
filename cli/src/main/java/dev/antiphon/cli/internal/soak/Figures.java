package dev.antiphon.cli.internal.soak;

import java.util.concurrent.atomic.LongAdder;

/** All that a soak counts while it goes on. Safe for several threads. */
final class Figures {
  final Tally faults = new Tally();
  final Tally rows = new Tally();
  final Tally ends = new Tally();
  final LongAdder joins = new LongAdder();
  final LongAdder voiceStates = new LongAdder();
  final LongAdder framesSent = new LongAdder();
  final LongAdder framesHeard = new LongAdder();

  /** From the loss of a session until it was resumed. */
  final Histogram resumed = new Histogram();

  /** From the loss of a session until another one stood. */
  final Histogram rejoined = new Histogram();

  final Findings findings = new Findings();

  /** What was asked for and is decided within the deadlines. */
  final Promises requests = new Promises();

  /** What lasts as long as a connection. */
  final Promises lifetimes = new Promises();
}
