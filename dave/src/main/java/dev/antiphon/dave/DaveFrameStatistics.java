package dev.antiphon.dave;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * The counts of received frames for each user.
 *
 * @param users the counts by user id, at most {@value #USERS} users. If there are more, the counts
 *     of the user that was added first move to {@code others}
 * @param others the counts of the frames whose user is not known, and of all users that are not in
 *     {@code users}
 * @param contradictions how many times the voice gateway announced another user for an SSRC than
 *     the one whose key decrypts its frames. Such frames are attributed to the user of the key
 */
public record DaveFrameStatistics(
    Map<Long, DaveFrameCounts> users, DaveFrameCounts others, long contradictions) {
  /** The maximum number of users with counts of their own. */
  public static final int USERS = 1_024;

  /** All counts at zero. */
  public static final DaveFrameStatistics NONE =
      new DaveFrameStatistics(Map.of(), DaveFrameCounts.NONE, 0);

  /** Copies the map. */
  public DaveFrameStatistics {
    users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
  }

  /** The counts of all users together. */
  public DaveFrameCounts total() {
    return users.values().stream().reduce(others, DaveFrameCounts::plus);
  }

  /** The sums of these counts and those of a later session. */
  public DaveFrameStatistics plus(DaveFrameStatistics later) {
    Map<Long, DaveFrameCounts> sums = new LinkedHashMap<>(users);
    later.users.forEach((user, counts) -> sums.merge(user, counts, DaveFrameCounts::plus));
    DaveFrameCounts rest = others.plus(later.others);
    Queue<Long> oldestFirst = new ArrayDeque<>(sums.keySet());
    while (sums.size() > USERS) {
      DaveFrameCounts moved = sums.remove(oldestFirst.remove());
      rest = moved == null ? rest : rest.plus(moved);
    }
    return new DaveFrameStatistics(sums, rest, contradictions + later.contradictions);
  }
}
