package dev.antiphon.dave;

import java.util.OptionalLong;

/**
 * The recoveries of a session. A recovery reports to the gateway that we cannot use a commit or a
 * welcome (op 31), and sends a new key package.
 *
 * @param phase how far the latest recovery is
 * @param used the number of recoveries since the count started
 * @param last the time of the last recovery, in nanoseconds
 * @param report the id of the transition that a postponed recovery reports
 */
record Recovery(Phase phase, int used, OptionalLong last, int report) {

  static final Recovery NONE = new Recovery(Phase.NONE, 0, OptionalLong.empty(), 0);

  /** How far the latest recovery is. */
  enum Phase {
    /** No recovery is under way. */
    NONE,
    /** We have sent op 31 and have not entered an epoch since then. */
    UNDER_WAY,
    /** We cannot follow the group, and recover when the spacing is over. */
    POSTPONED,
    /** We cannot follow the group, and no recovery is left. */
    SPENT,
    /** The gateway has sent a message of the group of another channel. No recovery helps. */
    OTHER_CHANNEL
  }

  boolean isUnderWay() {
    return phase == Phase.UNDER_WAY;
  }

  private Recovery in(Phase other) {
    return new Recovery(other, used, last, report);
  }

  /** A recovery begins now. */
  Recovery begun(long nanos, DaveLimits limits) {
    return new Recovery(Phase.UNDER_WAY, used(nanos, limits) + 1, OptionalLong.of(nanos), 0);
  }

  /** The recovery begins later, and then reports this transition. */
  Recovery postponed(int transition) {
    return new Recovery(Phase.POSTPONED, used, last, transition);
  }

  Recovery spent() {
    return in(Phase.SPENT);
  }

  Recovery ofAnotherChannel() {
    return in(Phase.OTHER_CHANNEL);
  }

  /** We are a member again, or the session starts again. The recoveries stay used. */
  Recovery over() {
    return in(Phase.NONE);
  }

  /** A new group begins. A welcome for the key package of a recovery can still arrive. */
  Recovery inNewGroup() {
    return isUnderWay() ? this : over();
  }

  /** The number of recoveries that count at this time. */
  int used(long nanos, DaveLimits limits) {
    return last.isPresent() && nanos - last.getAsLong() >= limits.recoveryMemory().toNanos()
        ? 0
        : used;
  }

  boolean isSpent(long nanos, DaveLimits limits) {
    return used(nanos, limits) >= limits.recoveries();
  }

  /** The time until the next recovery may begin, in nanoseconds; 0 if it may begin now. */
  long nanosUntilNext(long nanos, DaveLimits limits) {
    int counted = used(nanos, limits);
    return counted == 0 || last.isEmpty()
        ? 0
        : Math.max(0, spacing(counted, limits) - (nanos - last.getAsLong()));
  }

  /** The spacing after this many recoveries. It doubles each time, up to the memory. */
  private static long spacing(int counted, DaveLimits limits) {
    long longest = limits.recoveryMemory().toNanos();
    long spacing = limits.recoverySpacing().toNanos();
    for (int i = 1; i < counted && spacing < longest; i++) {
      spacing = spacing > longest / 2 ? longest : 2 * spacing;
    }
    return Math.min(spacing, longest);
  }
}
