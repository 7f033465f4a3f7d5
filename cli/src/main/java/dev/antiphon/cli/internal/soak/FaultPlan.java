package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The plan of faults: the kind, the time and the target of each fault. It depends only on the seed
 * and the numbers of connections and targets, and it never ends. Not thread-safe.
 */
final class FaultPlan implements Iterator<FaultPlan.Fault> {

  /** The average time between two faults, for each connection. */
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
  private final int connections;
  private final int targets;
  private Duration now = Duration.ZERO;

  /**
   * Begins the plan.
   *
   * @param connections determines how often there is a fault
   * @param targets the number of bots that can be affected; more than {@code connections} if there
   *     are visitors
   */
  FaultPlan(long seed, int connections, int targets) {
    this.random = new SoakRandom(seed);
    this.connections = connections;
    this.targets = targets;
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Fault next() {
    now = now.plus(random.untilNext(connections / SECONDS_BETWEEN_FAULTS));
    return new Fault(now, random.of(WEIGHTED_KINDS), random.between(0, targets - 1), random.seed());
  }
}
