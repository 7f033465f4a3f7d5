package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 1, from the client: the client's external address from IP discovery, and the chosen
 * encryption mode.
 *
 * <p>On the wire, the address, port and mode are in the inner object {@code data}. Source: Discord
 * documentation, Voice Connections, "Establishing a Voice UDP Connection".
 *
 * @param protocol always {@code "udp"} for a bot
 * @param address the client's IP address as the voice server sees it
 * @param port the client's UDP port as the voice server sees it, 0 to 65535
 * @param mode the wire name of the chosen {@link EncryptionMode}
 */
public record SelectProtocol(String protocol, String address, int port, String mode)
    implements ClientMessage {

  public SelectProtocol {
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(mode, "mode");
    IntegerRange.UINT16.require("port", port);
  }

  @Override
  public int opcode() {
    return Opcode.SELECT_PROTOCOL.number();
  }
}
