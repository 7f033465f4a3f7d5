package dev.antiphon.protocol;

/**
 * Opcode 8, from the server: how often it wants a heartbeat.
 *
 * <p>Any JSON number decodes, sensible or not; judging it is left to the receiver. Source: Discord
 * documentation, Voice Connections, "Heartbeating".
 *
 * @param heartbeatInterval milliseconds; seen as a float such as 13750.0; infinite when the number
 *     on the wire is larger than a double can be
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
