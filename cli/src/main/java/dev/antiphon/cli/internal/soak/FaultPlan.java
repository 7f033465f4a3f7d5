package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The plan of faults: the kind, the time and the target of each fault. It depends only on the seed
 * and the number of targets, and it never ends. Not thread-safe.
 */
final class FaultPlan implements Iterator<FaultPlan.Fault> {

  /** The average time between two faults of the same target. */
  private static final double SECONDS_BETWEEN_FAULTS = 8;

  /** Contains each kind as often as its weight. */
  private static final List<FaultKind> WEIGHTED_KINDS =
      Stream.of(FaultKind.values())
          .flatMap(kind -> Collections.nCopies(kind.weight(), kind).stream())
          .toList();

  /**
   * One fault.
   *
   * @param at the time since the begin of the faults
   * @param kind the kind of the fault
   * @param member the index of the affected member or visitor, from 0
   * @param seed the random seed for the details of the fault
   */
  record Fault(Duration at, FaultKind kind, int member, long seed) {}

  private final SoakRandom random;
  private final int members;
  private Duration now = Duration.ZERO;

  FaultPlan(long seed, int members) {
    this.random = new SoakRandom(seed);
    this.members = members;
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Fault next() {
    now = now.plus(random.untilNext(members / SECONDS_BETWEEN_FAULTS));
    return new Fault(now, random.of(WEIGHTED_KINDS), random.between(0, members - 1), random.seed());
  }
}
