package dev.antiphon.testkit.server;

/**
 * The client of a WebSocket.
 *
 * @param connection the number of the WebSocket connection, counted from 1 for each server
 * @param guildId the guild (Discord's {@code server_id}); 0 before Identify or Resume
 * @param userId the user; 0 before Identify, or before a Resume of an existing session
 */
public record Peer(long connection, long guildId, long userId) {

  /** Returns true if the guild is known. */
  public boolean identified() {
    return guildId != 0;
  }
}
