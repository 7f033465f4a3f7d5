package dev.antiphon.testkit.internal.dave;

import java.util.LinkedHashMap;
import java.util.Map;

/** The channel of each guild's call, if known. Thread-safe. */
public final class Channels {

  /** The maximum number of entries. The oldest ones are removed first. */
  private static final int MOST = 100_000;

  private final Map<Long, Long> byGuild =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > MOST;
        }
      };

  /** Sets the channel of this guild's call. */
  public synchronized void put(long guildId, long channelId) {
    byGuild.put(guildId, channelId);
  }

  /** Returns true if the guild's channel is known. */
  synchronized boolean knows(long guildId) {
    return byGuild.containsKey(guildId);
  }

  /** Returns the channel, or the id of the guild if the channel is unknown. */
  synchronized long of(long guildId) {
    return byGuild.getOrDefault(guildId, guildId);
  }
}
