package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The results of a soak test, during the test or at its end.
 *
 * @param seed the random seed of the fault plan
 * @param elapsed the time since the faults began
 * @param faults the number of faults of each kind
 * @param rows how often each row of the table changed a state
 * @param states the number of connections in each state; ended connections count in their last
 *     state
 * @param ends the number of ended connections by the reason of their end
 * @param joins the number of requested joins
 * @param resumed lost sessions that continued on another socket
 * @param rejoined lost sessions that were replaced by a new session
 * @param voiceStates the number of voice state updates (opcode 4) that were sent
 * @param framesSent the number of frames that the bots sent, without silence frames
 * @param framesHeard the number of frames that the bots received from each other, with silence
 *     frames
 * @param calls what the members of calls heard from each other
 * @param visits how often a visitor came to a call
 * @param keys what became of the frames that had to be heard; all zero without encryption
 * @param settling the time from the end of the faults until every connection was Established or had
 *     ended; zero before that
 * @param cpu the CPU time of this process since the faults began
 * @param auditCpu the part of it that the audit threads used
 * @param heapBefore the bytes of heap in use when the faults began, after a garbage collection
 * @param heap the bytes of heap in use after the faults; zero before that
 * @param threads the number of live threads of the process
 * @param broken the broken invariants as sentences; empty if all invariants held
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
    Calls calls,
    long visits,
    WithKeys keys,
    Duration settling,
    Duration cpu,
    Duration auditCpu,
    long heapBefore,
    long heap,
    int threads,
    List<String> broken) {

  /**
   * The times of recovered sessions.
   *
   * @param count the number of recovered sessions
   * @param median the median time
   * @param p99 the 99th percentile of the times
   */
  public record Recovery(long count, Duration median, Duration p99) {
    static Recovery of(Histogram times) {
      return new Recovery(times.count(), times.quantile(0.5), times.quantile(0.99));
    }
  }

  /**
   * What the members of calls heard, without silence frames.
   *
   * @param count the number of calls with two members
   * @param heard the number of frames that all members heard
   * @param heardLeast the number of frames that the member with the fewest frames heard
   * @param encrypted the number of heard frames that were end-to-end encrypted
   * @param encryptedLeast like {@code heardLeast}, for encrypted frames
   * @param renewed how often new sessions were requested for a call, because a member heard
   *     nothing, by the reason of the silence
   * @param silences a description of each of these calls
   */
  public record Calls(
      int count,
      long heard,
      long heardLeast,
      long encrypted,
      long encryptedLeast,
      Map<String, Long> renewed,
      List<String> silences) {
    static Calls of(List<GuildCall> calls, boolean encrypted, Measurements measurements) {
      long heard =
          calls.stream()
              .flatMap(call -> call.members().stream())
              .mapToLong(BotInGuild::speechHeard)
              .sum();
      long least =
          calls.stream().mapToLong(call -> call.least(BotInGuild::speechHeard)).min().orElse(0);
      return new Calls(
          calls.size(),
          heard,
          least,
          encrypted ? heard : 0,
          encrypted ? least : 0,
          measurements.renewedCalls.byName(),
          List.copyOf(measurements.silences));
    }
  }

  /**
   * What became of the frames of speech that had to be heard. A frame had to be heard by each
   * member and visitor that was established in the call of the speaker, and had the speaker in its
   * encryption group, when the frame arrived at the server.
   *
   * @param inClear the frames that the servers found unencrypted, although they had to be encrypted
   * @param heard the frames that were heard
   * @param interrupted the frames that were not heard, because the session of the receiver changed
   * @param missing the frames that were not heard, although the session did not change
   * @param calmHeard those of {@code heard} in the calm phase after the faults
   * @param calmInterrupted those of {@code interrupted} in the calm phase
   * @param calmMissing those of {@code missing} in the calm phase
   * @param calmMissingByMembers those of {@code calmMissing} that members did not hear; the others
   *     are of visitors, which have just come
   * @param dropped the frames that the connections have counted as dropped, by reason, also those
   *     that did not have to be heard
   */
  public record WithKeys(
      long inClear,
      long heard,
      long interrupted,
      long missing,
      long calmHeard,
      long calmInterrupted,
      long calmMissing,
      long calmMissingByMembers,
      Map<String, Long> dropped) {}

  /** Copies the list. */
  public SoakReport {
    broken = List.copyOf(broken);
  }

  /** Returns a copy with the broken invariants of the final checks. */
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
        calls,
        visits,
        keys,
        settling,
        cpu,
        auditCpu,
        heapBefore,
        heap,
        threads,
        found);
  }

  /** Returns the audit's share of the CPU time, from 0 to 1. */
  public double auditShare() {
    return cpu.isZero() ? 0 : (double) auditCpu.toNanos() / cpu.toNanos();
  }

  /** Returns true if every invariant held. */
  public boolean held() {
    return broken.isEmpty();
  }

  /** Returns the total number of faults. */
  public long faultCount() {
    return faults.values().stream().mapToLong(Long::longValue).sum();
  }
}
