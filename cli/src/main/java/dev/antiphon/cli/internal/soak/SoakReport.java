package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The figures of a soak, so far or in the end.
 *
 * @param seed of the plan of faults
 * @param elapsed since the faults began
 * @param faults how many of each kind have struck
 * @param rows how often each row of the table changed a state
 * @param states how many connections are in each state, those that have ended in their last
 * @param ends how many connections have ended in each way
 * @param joins how often a join was asked for
 * @param resumed sessions that were lost and went on over another socket
 * @param rejoined sessions that were lost and replaced by another one
 * @param voiceStates op 4 sent
 * @param framesSent frames that the bots sent, without silence
 * @param framesHeard frames that the bots heard of one another, silence among them
 * @param settling from the end of the faults until every connection was Established or had ended;
 *     zero before
 * @param cpu time that all processors spent for this process since the faults began
 * @param auditCpu how much of it was spent in the threads of the audit
 * @param heapBefore bytes of heap in use when the faults began, after a garbage collection
 * @param heap the same after the faults; zero before
 * @param threads live threads of the process
 * @param broken which invariants were broken, in sentences; empty if they held
 */
public record SoakReport(
    long seed,
    Duration elapsed,
    Map<String, Long> faults,
    Map<String, Long> rows,
    Map<String, Long> states,
    Map<String, Long> ends,
    long joins,
    Recovery resumed,
    Recovery rejoined,
    long voiceStates,
    long framesSent,
    long framesHeard,
    Duration settling,
    Duration cpu,
    Duration auditCpu,
    long heapBefore,
    long heap,
    int threads,
    List<String> broken) {

  /**
   * How lost sessions came back.
   *
   * @param count how many did
   * @param median half of them took no longer
   * @param p99 99 of a hundred took no longer
   */
  public record Recovery(long count, Duration median, Duration p99) {
    static Recovery of(Histogram times) {
      return new Recovery(times.count(), times.quantile(0.5), times.quantile(0.99));
    }
  }

  /** Copies the lists. */
  public SoakReport {
    broken = List.copyOf(broken);
  }

  /** The same, with what was found afterwards. */
  SoakReport withBroken(List<String> found) {
    return new SoakReport(
        seed,
        elapsed,
        faults,
        rows,
        states,
        ends,
        joins,
        resumed,
        rejoined,
        voiceStates,
        framesSent,
        framesHeard,
        settling,
        cpu,
        auditCpu,
        heapBefore,
        heap,
        threads,
        found);
  }

  /** The audit's share of the processor time, from 0 to 1. */
  public double auditShare() {
    return cpu.isZero() ? 0 : (double) auditCpu.toNanos() / cpu.toNanos();
  }

  /** Whether every invariant held. */
  public boolean held() {
    return broken.isEmpty();
  }

  /** How many faults have struck. */
  public long faultCount() {
    return faults.values().stream().mapToLong(Long::longValue).sum();
  }
}
