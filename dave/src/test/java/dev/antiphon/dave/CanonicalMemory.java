package dev.antiphon.dave;

import dev.antiphon.machine.check.CanonicalNumbers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The part of a memory that can affect later decisions. Serial numbers are relative to the newest,
 * times are relative to now. Of a group, only the properties of a {@link FakeMls} group are
 * included.
 */
record CanonicalMemory(
    DaveState state,
    int version,
    int nextVersion,
    Object sender,
    Set<Long> users,
    List<Boolean> membership,
    Object queue,
    Map<Integer, String> transitions,
    int last,
    List<String> keys,
    long plain,
    Object early,
    Recovery.Phase phase,
    int used,
    long untilNext,
    long untilForgotten,
    boolean deferred,
    Optional<Boolean> alone) {

  /** Keys of this age are never used again, so they are all treated as equal. */
  private static final long FORGOTTEN = 4;

  static CanonicalMemory of(DaveConfiguration here, long nanos, DaveLimits limits) {
    DaveMemory memory = here.memory();
    Membership membership = memory.membership();
    Recovery recovery = memory.recovery();
    int next = memory.keys().next();
    Map<Integer, String> transitions = new TreeMap<>();
    memory
        .transitions()
        .pending()
        .forEach(
            (id, p) ->
                transitions.put(
                    id,
                    p.version() + " " + CanonicalNumbers.age(next, p.keys().orElse(0), FORGOTTEN)));
    return new CanonicalMemory(
        here.state(),
        memory.version().orElse(-1),
        memory.nextVersion(),
        memory.sender(),
        memory.users(),
        List.of(
            membership.pendingMember().isPresent(),
            membership.group().isPresent(),
            membership.commit().isPresent()),
        membership.queue().proposals().stream().map(queued -> queued.reference()).toList(),
        transitions,
        memory.transitions().last(),
        keys(memory.keys(), nanos),
        CanonicalNumbers.left(memory.keys().plainUntil(), nanos),
        memory.early(),
        recovery.phase(),
        recovery.used(nanos, limits),
        recovery.nanosUntilNext(nanos, limits),
        untilForgotten(recovery, nanos, limits),
        membership.deferred(),
        memory.waiting().map(KeyWaits.Waiting::alone));
  }

  private static long untilForgotten(Recovery recovery, long nanos, DaveLimits limits) {
    return recovery.used(nanos, limits) == 0
        ? 0
        : limits.recoveryMemory().toNanos() - (nanos - recovery.last().orElseThrow());
  }

  private static List<String> keys(KeyRing ring, long nanos) {
    return ring.held().stream()
        .map(
            held ->
                CanonicalNumbers.age(ring.next(), held.keys().serial(), FORGOTTEN)
                    + " "
                    + CanonicalNumbers.left(held.until(), nanos)
                    + (ring.sending().orElse(0) == held.keys().serial() ? " sending" : ""))
        .toList();
  }
}
