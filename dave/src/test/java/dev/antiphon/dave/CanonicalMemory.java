package dev.antiphon.dave;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * What of a memory can make a difference to what follows: serial numbers count from the newest,
 * times from now, and of groups only what a pretended one shows.
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
    boolean recovering,
    boolean recovered) {

  private static final long SPACING = Duration.ofSeconds(30).toNanos();

  static CanonicalMemory of(DaveState state, DaveMemory memory, long nanos) {
    Membership membership = memory.membership();
    int next = memory.keys().next();
    Map<Integer, String> transitions = new TreeMap<>();
    memory
        .transitions()
        .pending()
        .forEach((id, p) -> transitions.put(id, p.version() + " " + age(next, p.keys().orElse(0))));
    return new CanonicalMemory(
        state,
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
        left(memory.keys().plainUntil(), nanos),
        memory.early(),
        memory.recovery().underWay(),
        memory.recovery().isRecent(nanos, SPACING));
  }

  /** Keys that nobody will ask for any more are all the same. */
  private static long age(int next, int serial) {
    return serial == 0 ? -1 : Math.min(next - serial, 4);
  }

  private static List<String> keys(KeyRing ring, long nanos) {
    return ring.held().stream()
        .map(
            held ->
                age(ring.next(), held.keys().serial())
                    + " "
                    + left(held.until(), nanos)
                    + (ring.sending().orElse(0) == held.keys().serial() ? " sending" : ""))
        .toList();
  }

  private static long left(OptionalLong until, long nanos) {
    return until.isPresent() ? Math.max(0, until.getAsLong() - nanos) : -1;
  }
}
