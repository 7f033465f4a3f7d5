package dev.antiphon.protocol;

/**
 * Opcode 13, from the server: a user left the channel.
 *
 * <p>Source: Discord documentation, Voice, opcode table.
 *
 * @param userId an unsigned 64-bit snowflake
 */
public record ClientDisconnect(long userId) implements GatewayMessage {

  @Override
  public int opcode() {
    return Opcode.CLIENT_DISCONNECT.number();
  }
}
