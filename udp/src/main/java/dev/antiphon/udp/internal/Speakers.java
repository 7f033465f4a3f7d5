package dev.antiphon.udp.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Who else is in the channel, and whose SSRC is whose, as the voice gateway tells it: Speaking (op
 * 5), Clients Connect (op 11) and Client Disconnect (op 13).
 *
 * <p>At most {@value #LIMIT} users and as many SSRCs are kept; beyond that the oldest is forgotten.
 * All methods are called on the connection's event loop.
 */
public final class Speakers {
  /** Upper limit of users, and of SSRCs. */
  public static final int LIMIT = 4_096;

  private final Map<Long, Long> userBySsrc = new LinkedHashMap<>();
  private final Set<Long> users = new LinkedHashSet<>();

  /** Op 5: this user sends with this SSRC. The last word on an SSRC counts. */
  public void speaking(long userId, long ssrc) {
    users.add(userId);
    userBySsrc.remove(ssrc);
    userBySsrc.put(ssrc, userId);
    dropOldest(users);
    dropOldest(userBySsrc.keySet());
  }

  /** Op 11: these users are in the channel. */
  public void joined(List<Long> userIds) {
    users.addAll(userIds);
    dropOldest(users);
  }

  /** Op 13: this user has left; its SSRCs belong to nobody any more. */
  public void left(long userId) {
    users.remove(userId);
    userBySsrc.values().removeIf(owner -> owner == userId);
  }

  /** The user who sends with this SSRC, if op 5 has told. */
  public OptionalLong userOf(long ssrc) {
    Long user = userBySsrc.get(ssrc);
    return user == null ? OptionalLong.empty() : OptionalLong.of(user);
  }

  /** The users known to be in the channel, oldest first; an unmodifiable view. */
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
