package dev.antiphon.protocol;

/**
 * Opcode 13, from the server: a user left the channel.
 *
 * <p>Source: Discord documentation, Voice, opcode table.
 *
 * @param userId the user who left, an unsigned 64-bit snowflake
 */
public record ClientDisconnect(long userId) implements ServerMessage {

  @Override
  public int opcode() {
    return Opcode.CLIENT_DISCONNECT.number();
  }

  @Override
  public void accept(Receiver receiver) {
    receiver.clientDisconnect(this);
  }
}
