package dev.antiphon;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;

/**
 * The connections of a {@link Voice}. One that has ended is not shown any more, also when somebody
 * asks in the moment in which it ends.
 *
 * <p>Invariant: of the connections of one guild at most one has not ended.
 */
final class Guilds {
  private final LongFunction<Connection> connector;
  private final Map<Long, Connection> connections = new ConcurrentHashMap<>();
  private final Set<Connection> unreleased = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** No connections yet; {@code connector} makes the one of a guild, in Idle. */
  Guilds(LongFunction<Connection> connector) {
    this.connector = connector;
  }

  Optional<Connection> connection(long guildId) {
    return Optional.ofNullable(connections.get(guildId)).filter(Guilds::isAlive);
  }

  List<Connection> connections() {
    return connections.values().stream().filter(Guilds::isAlive).toList();
  }

  /**
   * The guild's connection, or a new one if it has none that has not ended.
   *
   * @throws IllegalStateException if the {@code Voice} is closed
   */
  Connection open(long guildId) {
    Connection connection =
        connections.compute(
            guildId,
            (guild, present) -> present != null && isAlive(present) ? present : create(guild));
    if (closed.get()) {
      // Whoever closes may have looked before this one was there.
      connection.actor().close();
      throw new IllegalStateException("this Voice is closed");
    }
    return connection;
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

  private Connection create(long guildId) {
    Connection connection = connector.apply(guildId);
    unreleased.add(connection);
    connection.actor().ended().thenRun(() -> connections.remove(guildId, connection));
    connection.actor().released().thenRun(() -> unreleased.remove(connection));
    return connection;
  }

  private static boolean isAlive(Connection connection) {
    return !connection.actor().snapshot().state().isTerminal();
  }
}
