package dev.antiphon.testkit.internal.dave;

import java.util.LinkedHashMap;
import java.util.Map;

/** In which channel the call of each guild is, as far as anybody has said. Thread-safe. */
public final class Channels {

  /** Beyond this the oldest are forgotten. */
  private static final int MOST = 100_000;

  private final Map<Long, Long> byGuild =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > MOST;
        }
      };

  /** The call of this guild is in this channel. */
  public synchronized void put(long guildId, long channelId) {
    byGuild.put(guildId, channelId);
  }

  /** Whether the guild's channel was ever said. */
  synchronized boolean knows(long guildId) {
    return byGuild.containsKey(guildId);
  }

  /** The channel; where nothing is known, the guild's own id. */
  synchronized long of(long guildId) {
    return byGuild.getOrDefault(guildId, guildId);
  }
}
