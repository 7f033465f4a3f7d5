package dev.antiphon.protocol;

/**
 * Opcode 6, from the server: the answer to a {@link Heartbeat}.
 *
 * <p>The encoder writes the format of version 8, {@code {"t":…}}. The decoder also accepts the
 * older format, where the data field {@code d} is the nonce itself, not an object. Source: Discord
 * documentation, Voice Connections, "Heartbeating".
 *
 * @param nonce the nonce of the acknowledged heartbeat; a 64-bit value, unsigned on the wire
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
