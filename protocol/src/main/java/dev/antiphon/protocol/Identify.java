package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 0, from the client: opens a new voice session with the credentials that the main gateway
 * gave.
 *
 * <p>On the wire {@code max_dave_protocol_version} may be absent, which is read as 0. {@link
 * #toString()} hides session id and token. Source: Discord documentation, Voice Connections,
 * "Establishing a Voice Websocket Connection".
 *
 * @param serverId the guild, an unsigned 64-bit snowflake
 * @param userId our own user, an unsigned 64-bit snowflake
 * @param sessionId the session id of our VOICE_STATE_UPDATE; a secret
 * @param token the token of the VOICE_SERVER_UPDATE; a secret
 * @param maxDaveProtocolVersion the highest DAVE version the client speaks; 0 = no end-to-end
 *     encryption
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
