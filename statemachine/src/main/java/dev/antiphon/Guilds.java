package dev.antiphon;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * The connections of a {@link Voice}. It never returns a connection that has ended.
 *
 * <p>Invariant: each guild has at most one connection that has not ended.
 */
final class Guilds {
  private final LongFunction<Connection> connector;
  private final Map<Long, Connection> connections = new ConcurrentHashMap<>();
  private final Set<Connection> unreleased = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Starts without connections. {@code connector} creates a guild's connection in state Idle. */
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
   * The guild's connection. Creates a new one if the guild has no connection or its connection has
   * ended.
   *
   * @throws IllegalStateException if the {@code Voice} is closed
   */
  Connection open(long guildId) {
    Connection connection =
        connections.compute(
            guildId,
            (guild, current) -> current != null && isAlive(current) ? current : create(guild));
    if (closed.get()) {
      // close() may have read the map before this connection was added.
      connection.actor().close();
      throw new IllegalStateException("this Voice is closed");
    }
    return connection;
  }

  /**
   * Ends all connections and waits until their sockets are closed. Returns false if already called.
   */
  boolean close() {
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    connections().forEach(connection -> connection.actor().close());
    unreleased.forEach(Connection::awaitRelease);
    return true;
  }

  /** The guilds of connections that have not ended within the time limit of {@link #close}. */
  Set<Long> stillOpen() {
    return unreleased.stream()
        .filter(connection -> !connection.actor().ended().isDone())
        .map(Connection::guildId)
        .collect(Collectors.toSet());
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
