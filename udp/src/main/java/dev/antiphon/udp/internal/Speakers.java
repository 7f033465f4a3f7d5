package dev.antiphon.udp.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The other users in the channel and the users of the SSRCs. The data comes from messages of the
 * voice gateway: Speaking (op 5), Clients Connect (op 11) and Client Disconnect (op 13).
 *
 * <p>The SSRCs are valid for one voice session. The next session has a new object.
 *
 * <p>It stores at most {@value #LIMIT} users and {@value #LIMIT} SSRCs. Beyond the limit, the
 * oldest entry is removed. All methods must be called on the connection's event loop.
 */
public final class Speakers {
  /** The maximum number of users, and of SSRCs. */
  public static final int LIMIT = 4_096;

  /** The id that stands for no user. */
  static final long UNKNOWN = 0;

  private final Map<Long, Long> userBySsrc = new LinkedHashMap<>();
  private final Set<Long> users = new LinkedHashSet<>();

  /**
   * Op 5: this user sends with this SSRC. The last message about an SSRC applies. The user is in
   * the channel, even if op 11 was lost.
   *
   * @return true if the user was not known to be in the channel
   */
  public boolean speaking(long userId, long ssrc) {
    boolean isNew = users.add(userId);
    userBySsrc.remove(ssrc);
    userBySsrc.put(ssrc, userId);
    dropOldest(users);
    dropOldest(userBySsrc.keySet());
    return isNew;
  }

  /** Op 11: these users are in the channel. */
  public void joined(List<Long> userIds) {
    users.addAll(userIds);
    dropOldest(users);
  }

  /** Op 13: this user left. Its SSRCs are removed. */
  public void left(long userId) {
    users.remove(userId);
    userBySsrc.values().removeIf(owner -> owner == userId);
  }

  /** Returns the user of this SSRC, if op 5 was received for it. */
  public OptionalLong userOf(long ssrc) {
    long user = idOf(ssrc);
    return user == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(user);
  }

  /** Returns the user of this SSRC, or {@link #UNKNOWN} if op 5 was not received for it. */
  long idOf(long ssrc) {
    return userBySsrc.getOrDefault(ssrc, UNKNOWN);
  }

  /** Returns the known users in the channel, oldest first, as an unmodifiable view. */
  public Set<Long> users() {
    return Collections.unmodifiableSet(users);
  }

  private static void dropOldest(Set<Long> entries) {
    var oldest = entries.iterator();
    for (int surplus = entries.size() - LIMIT; surplus > 0; surplus--) {
      oldest.next();
      oldest.remove();
    }
  }
}
