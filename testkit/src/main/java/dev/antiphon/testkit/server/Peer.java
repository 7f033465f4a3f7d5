package dev.antiphon.testkit.server;

/**
 * Who is at the other end of a WebSocket.
 *
 * @param connection ordinal of the WebSocket connection, counted from 1 per server
 * @param guildId the guild (Discord's {@code server_id}), 0 before Identify or Resume named it
 * @param userId the user, 0 before Identify named it, or Resume a session that there is
 */
public record Peer(long connection, long guildId, long userId) {

  /** Whether it is known who it is. */
  public boolean identified() {
    return guildId != 0;
  }
}
