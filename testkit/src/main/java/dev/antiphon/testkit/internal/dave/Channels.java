package dev.antiphon.testkit.internal.dave;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The voice channels of users and of guilds, as far as they are known. Thread-safe. */
public final class Channels {

  private final Map<Long, Long> byGuild = new Oldest<>();
  private final Map<Member, Long> byMember = new Oldest<>();

  private record Member(long guildId, long userId) {}

  /** A map that removes its oldest entries when it is full. */
  private static final class Oldest<K> extends LinkedHashMap<K, Long> {
    private static final long serialVersionUID = 1L;

    /** The maximum number of entries. */
    private static final int MOST = 100_000;

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
      return size() > MOST;
    }
  }

  /** Sets the channel of all users of the guild whose own channel is unknown. */
  public synchronized void put(long guildId, long channelId) {
    byGuild.put(guildId, channelId);
  }

  /** Sets the channel of one user of the guild. */
  public synchronized void put(long guildId, long userId, long channelId) {
    byMember.put(new Member(guildId, userId), channelId);
  }

  /** Returns the channel of the user, or else of the guild. Empty if both are unknown. */
  public synchronized OptionalLong of(long guildId, long userId) {
    Long own = byMember.get(new Member(guildId, userId));
    return own != null ? OptionalLong.of(own) : ofGuild(guildId);
  }

  /** Returns the channel of the guild, if known. */
  synchronized OptionalLong ofGuild(long guildId) {
    Long channel = byGuild.get(guildId);
    return channel == null ? OptionalLong.empty() : OptionalLong.of(channel);
  }

  /** Returns the call of this session. */
  public CallKey callOf(CallMember session) {
    long guildId = session.guildId();
    OptionalLong channel = session.channelId().isPresent() ? session.channelId() : ofGuild(guildId);
    return new CallKey(guildId, channel.orElse(guildId));
  }
}
