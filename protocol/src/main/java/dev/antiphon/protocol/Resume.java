package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 7, from the client: continues a session after its socket closed.
 *
 * <p>{@link #toString()} hides session id and token. Source: Discord documentation, Voice
 * Connections, "Resuming Voice Connection" and "Buffered Resume".
 *
 * @param serverId the guild, an unsigned 64-bit snowflake
 * @param sessionId the session id from the session's Identify; a secret
 * @param token the token from the session's Identify; a secret
 * @param seqAck the last received sequence number, 0 to 65535; -1 when no sequence number was
 *     received; the encoder then omits the field
 */
public record Resume(long serverId, String sessionId, String token, int seqAck)
    implements ClientMessage {

  public Resume {
    Objects.requireNonNull(sessionId, "sessionId");
    Objects.requireNonNull(token, "token");
    Sequences.requireSequence("seqAck", seqAck);
  }

  @Override
  public int opcode() {
    return Opcode.RESUME.number();
  }

  @Override
  public String toString() {
    return "Resume[serverId=%s, sessionId=<hidden>, token=<hidden>, seqAck=%d]"
        .formatted(Long.toUnsignedString(serverId), seqAck);
  }
}
