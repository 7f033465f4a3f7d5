package dev.antiphon.protocol;

import java.util.List;
import java.util.Objects;

/**
 * Opcode 2, from the server: Identify was accepted. The message contains the UDP address for audio
 * and the available encryption modes.
 *
 * <p>According to Discord's documentation, the field {@code heartbeat_interval} of this message is
 * wrong. The decoder ignores the field. Source: Discord documentation, Voice Connections,
 * "Establishing a Voice Websocket Connection".
 *
 * @param ssrc the SSRC of the client's audio, unsigned 32-bit
 * @param ip the IP address of the voice server's UDP socket
 * @param port the port of the voice server's UDP socket, 0 to 65535
 * @param modes the wire names of the offered encryption modes, known or unknown to this library; an
 *     immutable copy
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
