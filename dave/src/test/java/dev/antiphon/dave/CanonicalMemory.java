package dev.antiphon.dave;

import dev.antiphon.machine.check.CanonicalNumbers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  /** Nobody asks for keys of this age any more: they are all the same. */
  private static final long FORGOTTEN = 4;

  private static final long SPACING = Duration.ofSeconds(30).toNanos();

  static CanonicalMemory of(DaveConfiguration here, long nanos) {
    DaveMemory memory = here.memory();
    Membership membership = memory.membership();
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
        memory.recovery().underWay(),
        memory.recovery().isRecent(nanos, SPACING));
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
