package dev.antiphon.testkit.server;

/**
 * The client of a WebSocket.
 *
 * @param connection the number of the WebSocket connection, counted from 1 for each server
 * @param guildId the guild (Discord's {@code server_id}); 0 until the client sends Identify, or
 *     Resume for an existing session
 * @param userId the user; 0 until the client sends Identify, or Resume for an existing session
 */
public record Peer(long connection, long guildId, long userId) {

  /** Returns true if the guild is known. */
  public boolean identified() {
    return guildId != 0;
  }
}
