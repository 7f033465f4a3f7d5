package dev.antiphon.cli.internal.soak;

import dev.antiphon.testkit.fault.FaultAction.Corrupt;
import java.util.List;
import java.util.stream.Stream;

/** How messages are spoilt. */
final class Spoilt {

  /** In these ways any can be; the others are for binary ones. */
  static final List<Corrupt.How> ANY_MESSAGE =
      Stream.of(Corrupt.How.values()).filter(how -> !how.needsBinary()).toList();

  private Spoilt() {}
}
