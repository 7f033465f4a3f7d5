package dev.antiphon.testkit;

/**
 * Who is at the other end of a WebSocket.
 *
 * @param connection ordinal of the WebSocket connection, counted from 1 per server
 * @param guildId the guild (Discord's {@code server_id}), 0 before Identify or Resume was accepted
 * @param userId the user, 0 before Identify or Resume was accepted
 */
public record Peer(long connection, long guildId, long userId) {

  /** Whether an Identify or Resume of this connection has been accepted. */
  public boolean identified() {
    return guildId != 0;
  }
}
