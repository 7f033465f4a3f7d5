package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What goes wrong, when, and to whom: a pure function of the seed and of the number of connections,
 * without an end. Not for several threads at once.
 */
final class Plan implements Iterator<Plan.Fault> {

  /** Each connection is struck once in so many seconds on average. */
  private static final double SECONDS_BETWEEN_FAULTS = 8;

  /** Each kind as often as it has weight. */
  private static final List<FaultKind> URN =
      Stream.of(FaultKind.values())
          .flatMap(kind -> Collections.nCopies(kind.weight(), kind).stream())
          .toList();

  /**
   * One fault.
   *
   * @param at from the beginning
   * @param member whom it strikes, from 0
   * @param seed of what else is chance about it
   */
  record Fault(Duration at, FaultKind kind, int member, long seed) {}

  private final Dice dice;
  private final int members;
  private Duration now = Duration.ZERO;

  Plan(long seed, int members) {
    this.dice = new Dice(seed);
    this.members = members;
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Fault next() {
    now = now.plus(dice.untilNext(members / SECONDS_BETWEEN_FAULTS));
    return new Fault(now, dice.of(URN), dice.between(0, members - 1), dice.seed());
  }
}
