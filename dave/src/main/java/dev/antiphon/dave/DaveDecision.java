package dev.antiphon.dave;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one event leads to: the outcome of one step, as data.
 *
 * @param event what happened
 * @param assessment what it was
 * @param row the row taken
 * @param before the memory before
 * @param memory the memory afterwards
 * @param effects what to execute, in order
 */
record DaveDecision(
    DaveEvent event,
    Assessment assessment,
    DaveRow row,
    DaveMemory before,
    DaveMemory memory,
    List<DaveEffect> effects) {

  /** What nobody holds any more: it is to be wiped. */
  Stream<AutoCloseable> dropped() {
    List<AutoCloseable> kept = memory.holdings().toList();
    return Stream.concat(before.holdings(), assessment.made())
        .filter(held -> kept.stream().noneMatch(other -> other == held))
        .distinct();
  }
}
