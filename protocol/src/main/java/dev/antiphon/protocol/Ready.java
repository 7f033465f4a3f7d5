package dev.antiphon.protocol;

import java.util.List;
import java.util.Objects;

/**
 * Opcode 2, from the server: Identify was accepted; where to send audio and which modes there are.
 *
 * <p>The field {@code heartbeat_interval} of this message is documented as erroneous and never
 * read. Source: Discord documentation, Voice Connections, "Establishing a Voice Websocket
 * Connection".
 *
 * @param ssrc the SSRC of our audio, unsigned 32 bit
 * @param ip address of the voice server's UDP socket
 * @param port port of the voice server's UDP socket, 0 to 65535
 * @param modes wire names of the encryption modes offered, known to us or not; an immutable copy
 */
public record Ready(long ssrc, String ip, int port, List<String> modes) implements ServerMessage {

  public Ready {
    Objects.requireNonNull(ip, "ip");
    IntegerRange.UINT32.require("ssrc", ssrc);
    IntegerRange.UINT16.require("port", port);
    modes = List.copyOf(modes);
  }

  @Override
  public int opcode() {
    return Opcode.READY.number();
  }

  @Override
  public void accept(Receiver receiver) {
    receiver.ready(this);
  }
}
