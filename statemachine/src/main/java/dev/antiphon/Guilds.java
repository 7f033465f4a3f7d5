package dev.antiphon;

import dev.antiphon.internal.connection.CommandRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The connections of a {@link Voice}.
 *
 * <p>Invariant: of the connections of one guild at most one has not ended.
 */
final class Guilds {
  private final Voice voice;
  private final Map<Long, Connection> connections = new ConcurrentHashMap<>();
  private final Set<Connection> unreleased = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  Guilds(Voice voice) {
    this.voice = voice;
  }

  Optional<Connection> connection(long guildId) {
    return Optional.ofNullable(connections.get(guildId));
  }

  List<Connection> connections() {
    return List.copyOf(connections.values());
  }

  /** The connection has ended. */
  void forget(Connection connection) {
    connections.remove(connection.guildId(), connection);
  }

  /**
   * Asks the guild's connection, or a new one, to be in the channel.
   *
   * @throws IllegalStateException if the {@code Voice} is closed
   */
  Join join(long guildId, long channelId) {
    Join join = new Join();
    ask(join, guildId, channelId);
    return join;
  }

  /** Ends all connections and waits until they are released; false if that was done before. */
  boolean close() {
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    connections().forEach(connection -> connection.actor().close());
    unreleased.forEach(Connection::awaitRelease);
    return true;
  }

  private void ask(Join join, long guildId, long channelId) {
    Connection connection =
        connections.compute(
            guildId,
            (guild, present) ->
                present == null || present.actor().snapshot().state().isTerminal()
                    ? create(guild)
                    : present);
    if (closed.get()) {
      // Whoever closes may have looked before this one was there.
      connection.actor().close();
      throw new IllegalStateException("this Voice is closed");
    }
    join.ask(connection, connection.actor().join(channelId))
        .whenComplete(
            (decided, refusal) -> {
              if (refusal instanceof CommandRefusedException) {
                askAgainIfEnded(join, channelId, refusal);
              } else {
                join.decided(decided, refusal);
              }
            });
  }

  private Connection create(long guildId) {
    Connection connection = new Connection(voice, guildId);
    unreleased.add(connection);
    connection.actor().released().thenRun(() -> unreleased.remove(connection));
    return connection;
  }

  /** The connection may have been ending when it was asked; then a new one is asked. */
  private void askAgainIfEnded(Join join, long channelId, Throwable refusal) {
    Connection asked = join.asked();
    if (!asked.actor().snapshot().state().isTerminal()) {
      join.decided(null, refusal);
      return;
    }
    forget(asked);
    try {
      ask(join, asked.guildId(), channelId);
    } catch (IllegalStateException e) {
      join.decided(null, e);
    }
  }
}
