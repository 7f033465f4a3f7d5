package dev.antiphon.protocol;

/**
 * Opcode 6, from the server: the answer to a {@link Heartbeat}.
 *
 * <p>The form of version 8, {@code {"t":…}}, is written; the form before it ({@code d} is the bare
 * nonce) is read too. Source: Discord documentation, Voice Connections, "Heartbeating".
 *
 * @param nonce the nonce of the heartbeat answered, a 64-bit value, unsigned on the wire
 */
public record HeartbeatAck(long nonce) implements ServerMessage {

  @Override
  public int opcode() {
    return Opcode.HEARTBEAT_ACK.number();
  }

  @Override
  public void accept(Receiver receiver) {
    receiver.heartbeatAck(this);
  }
}
