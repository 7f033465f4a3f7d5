package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 0, from the client: opens a new voice session with the credentials from the main gateway.
 *
 * <p>The decoder reads an absent {@code max_dave_protocol_version} as 0. {@link #toString()} hides
 * session id and token. Source: Discord documentation, Voice Connections, "Establishing a Voice
 * Websocket Connection".
 *
 * @param serverId the guild, an unsigned 64-bit snowflake
 * @param userId the bot's user, an unsigned 64-bit snowflake
 * @param sessionId the session id from the bot's VOICE_STATE_UPDATE; a secret
 * @param token the token from the VOICE_SERVER_UPDATE; a secret
 * @param maxDaveProtocolVersion the highest DAVE version that the client supports; 0 = no
 *     end-to-end encryption
 */
public record Identify(
    long serverId, long userId, String sessionId, String token, int maxDaveProtocolVersion)
    implements ClientMessage {

  public Identify {
    Objects.requireNonNull(sessionId, "sessionId");
    Objects.requireNonNull(token, "token");
    IntegerRange.INT31.require("maxDaveProtocolVersion", maxDaveProtocolVersion);
  }

  @Override
  public int opcode() {
    return Opcode.IDENTIFY.number();
  }

  @Override
  public String toString() {
    return "Identify[serverId=%s, userId=%s, sessionId=<hidden>, token=<hidden>, maxDaveProtocolVersion=%d]"
        .formatted(
            Long.toUnsignedString(serverId), Long.toUnsignedString(userId), maxDaveProtocolVersion);
  }
}
