package dev.antiphon.protocol;

import java.util.List;

/**
 * Opcode 11, from the server: users in the channel. The first message lists all users in the
 * channel, later messages list the users who join.
 *
 * <p>Source: Discord documentation, Voice, opcode table; DAVE whitepaper, "Voice Gateway".
 *
 * @param userIds the users, unsigned 64-bit snowflakes; an immutable copy
 */
public record ClientsConnect(List<Long> userIds) implements ServerMessage {

  public ClientsConnect {
    userIds = List.copyOf(userIds);
  }

  @Override
  public int opcode() {
    return Opcode.CLIENTS_CONNECT.number();
  }

  @Override
  public void accept(Receiver receiver) {
    receiver.clientsConnect(this);
  }
}
