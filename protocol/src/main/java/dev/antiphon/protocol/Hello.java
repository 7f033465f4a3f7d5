package dev.antiphon.protocol;

/**
 * Opcode 8, from the server: the interval at which the client must send heartbeats.
 *
 * <p>The decoder accepts any JSON number. The receiver of the message must check that the interval
 * is usable. Source: Discord documentation, Voice Connections, "Heartbeating".
 *
 * @param heartbeatInterval the interval in milliseconds. Servers send fractions, such as 13750.0.
 *     The value is infinite when the number on the wire exceeds the range of a double.
 */
public record Hello(double heartbeatInterval) implements ServerMessage {

  @Override
  public int opcode() {
    return Opcode.HELLO.number();
  }

  @Override
  public void accept(Receiver receiver) {
    receiver.hello(this);
  }
}
