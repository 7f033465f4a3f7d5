package dev.antiphon.cli.internal.soak;

import dev.antiphon.testkit.fault.FaultAction.Corrupt;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of corruption for messages. */
final class CorruptionKinds {

  /** The kinds for every message. The other kinds need a binary message. */
  static final List<Corrupt.How> ANY_MESSAGE =
      Stream.of(Corrupt.How.values()).filter(how -> !how.needsBinary()).toList();

  private CorruptionKinds() {}
}
