package dev.antiphon.flow;

/**
 * What a connection does when another process of the same bot joins a voice channel of the guild.
 * Discord allows a bot only one voice connection per guild.
 */
public enum TakenOver {
  /** The connection ends with {@link DisconnectReason#REPLACED}. It sends no opcode 4. */
  END,
  /** The connection tries to take the voice connection back. */
  FOLLOW
}
